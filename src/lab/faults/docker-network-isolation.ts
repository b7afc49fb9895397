// A Service that points at a container's own address on a Docker network that the nodes are not on.
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

export const fault: Fault = {
  name: 'docker-network-isolation',
  summary: 'Service shop/search points at container search on Docker network apps, past its published port',
  finds: ['docker-network-isolation'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'timeout', delayMs: [5000, null] },
  inject: (lab) => moveEndpoint(lab, 'search', '172.19.0.2'),
  mend: (lab) => moveEndpoint(lab, 'search', '172.18.0.1'),
}
