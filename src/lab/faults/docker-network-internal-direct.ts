// Docker network apps is internal, and Service shop/search leads to the own address of container search on it.
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'
import { fault as internal } from './docker-network-internal.ts'

export const fault: Fault = {
  name: 'docker-network-internal-direct',
  summary: 'Service shop/search leads to container search itself, on an internal Docker network',
  finds: ['docker-network-internal'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await internal.inject(lab)
    await moveEndpoint(lab, 'search', '172.19.0.2')
  },
  mend: async (lab) => {
    await moveEndpoint(lab, 'search', '172.18.0.1')
    await internal.mend(lab)
  },
}
