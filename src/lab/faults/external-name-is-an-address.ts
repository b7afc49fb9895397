// ExternalName Service shop/archive holds the address of the LAN machine in place of its name.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-is-an-address',
  summary: 'the externalName of shop/archive is the address 192.168.50.20',
  finds: ['external-name-is-an-address'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: '192.168.50.20' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
