// The label of headless Service shop/cache's slice names a Service that is not there.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'slice-for-absent-service',
  summary: 'EndpointSlice shop/cache-1 is labelled for Service caches, which is not there',
  finds: ['endpoints-name-mismatch'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { 'kubernetes.io/service-name': 'caches' } },
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
