// The EndpointSlice of headless Service shop/cache was written without the label that names its Service.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'slice-without-service-label',
  summary: 'EndpointSlice shop/cache-1 has no label kubernetes.io/service-name',
  finds: ['slice-without-service-label'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => {
      const { 'kubernetes.io/service-name': _, ...labels } = object.metadata.labels ?? {}
      return { ...object, metadata: { ...object.metadata, labels } }
    }),
  mend: (lab) => restoreObjects(lab, slice),
}
