// ExternalName Service shop/archive leads to a name that stands in the nodes' hosts files alone.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'
const line = '192.168.50.20\tvault.corp\n'

export const fault: Fault = {
  name: 'name-resolves-on-node-only',
  summary: 'the externalName of shop/archive is vault.corp, which only /etc/hosts of the nodes knows',
  finds: ['name-resolves-on-node-only'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: async (lab) => {
    for (const node of ['node-1', 'node-2']) {
      await lab.writeFile(node, 'hosts', `${await lab.readFile(node, 'hosts')}${line}`)
    }
    await changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'vault.corp' },
    }))
  },
  mend: async (lab) => {
    await restoreObjects(lab, service)
    for (const node of ['node-1', 'node-2']) {
      await lab.writeFile(node, 'hosts', (await lab.readFile(node, 'hosts')).replace(line, ''))
    }
  },
}
