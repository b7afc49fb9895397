// The only endpoint of headless Service shop/cache was written with ready: false.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'endpoints-not-ready',
  summary: 'the endpoint of shop/cache is marked as not ready',
  finds: ['endpoints-not-ready'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      endpoints: [{ addresses: ['172.18.0.4'], conditions: { ready: false } }],
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
