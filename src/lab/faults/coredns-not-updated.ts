// Cluster DNS has lost its watch of the API; container cache and its EndpointSlice got a new address after that.
import { forgetAnswers, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'
import { recreateCache } from '../recreate-container.ts'

export const fault: Fault = {
  name: 'coredns-not-updated',
  summary: 'cluster DNS does not learn that the endpoint of shop/cache has a new address',
  finds: ['coredns-not-updated'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    await lab.dns('freeze')
    await recreateCache(lab, '172.18.0.4', '172.18.0.5')
    await moveEndpoint(lab, 'cache', '172.18.0.5')
    await forgetAnswers(lab)
  },
  mend: async (lab) => {
    await lab.dns('thaw')
    await restoreObjects(lab, 'EndpointSlice/shop/cache-1')
    await recreateCache(lab, '172.18.0.5', '172.18.0.4')
  },
}
