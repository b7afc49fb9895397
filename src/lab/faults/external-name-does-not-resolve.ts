// ExternalName Service shop/archive leads to a name that no name server knows.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-does-not-resolve',
  summary: 'the externalName of shop/archive is db.lab, which nobody knows',
  finds: ['external-name-does-not-resolve'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'db.lab' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
