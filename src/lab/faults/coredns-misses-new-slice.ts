// Cluster DNS lost its watch of the API before the EndpointSlice of headless Service shop/cache was made.
import { changeObject, forgetAnswers, putBackObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'coredns-misses-new-slice',
  summary: 'cluster DNS does not learn of the EndpointSlice of shop/cache',
  finds: ['coredns-not-updated'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: async (lab) => {
    await changeObject(lab, slice, () => [])
    await lab.dns('freeze')
    await putBackObjects(lab, slice)
    await forgetAnswers(lab)
  },
  mend: async (lab) => {
    await lab.dns('thaw')
    await restoreObjects(lab, slice)
  },
}
