// ExternalName Service shop/archive leads to host.docker.internal, which on Linux nobody answers.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'host-alias-missing',
  summary: 'the externalName of shop/archive is host.docker.internal',
  finds: ['host-alias-missing'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'host.docker.internal' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
