// ExternalName Service shop/archive leads to a Service of the cluster that is not there.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-to-absent-service',
  summary: 'the externalName of shop/archive is a Service shop/archives, which is not there',
  finds: ['external-name-does-not-resolve'],
  shows: { from: 'shop/web', to: 'archive:5432', outcome: 'EAI_NODATA', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: { ...(object.spec as object), externalName: 'archives.shop.svc.cluster.local' },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
