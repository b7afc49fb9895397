// ExternalName Service shop/archive leads to localhost, by which its author meant the host.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-of-localhost',
  summary: 'the externalName of shop/archive is localhost',
  finds: ['localhost-is-the-pod'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'localhost' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
