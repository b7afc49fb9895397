// ExternalName Service shop/archive leads to host.docker.internal, and the Corefile answers that name.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'
const entry = '    hosts {\n       172.18.0.1 host.docker.internal\n       fallthrough\n    }\n'

export const fault: Fault = {
  name: 'host-alias-answered',
  summary: 'the externalName of shop/archive is host.docker.internal, which the Corefile answers with 172.18.0.1',
  finds: [],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    const corefile = await lab.readCorefile()
    await lab.writeCorefile(corefile.replace('    forward', `${entry}    forward`))
    await changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'host.docker.internal' },
    }))
  },
  mend: async (lab) => {
    await restoreObjects(lab, service)
    await lab.writeCorefile((await lab.readCorefile()).replace(entry, ''))
  },
}
