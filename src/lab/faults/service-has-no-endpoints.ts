// The EndpointSlice of Service shop/search was never applied: a GitOps tool leaves such objects out by default.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/search-1'

export const fault: Fault = {
  name: 'service-has-no-endpoints',
  summary: 'Service shop/search has no EndpointSlice',
  finds: ['service-has-no-endpoints'],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) => changeObject(lab, slice, () => []),
  mend: (lab) => restoreObjects(lab, slice),
}
