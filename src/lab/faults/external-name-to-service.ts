// ExternalName Service shop/archive leads to another Service of the cluster, which works.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-to-service',
  summary: 'the externalName of shop/archive is Service shop/db',
  finds: [],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'db.shop.svc.cluster.local' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
