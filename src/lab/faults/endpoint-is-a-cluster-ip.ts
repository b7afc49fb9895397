// The EndpointSlice of Service shop/search names the ClusterIP of Service shop/files.
import { restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

export const fault: Fault = {
  name: 'endpoint-is-a-cluster-ip',
  summary: 'the endpoint of shop/search is the ClusterIP of shop/files',
  finds: ['endpoint-is-a-cluster-ip'],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'timeout', delayMs: [5000, null] },
  inject: (lab) => moveEndpoint(lab, 'search', '10.96.0.21'),
  mend: (lab) => restoreObjects(lab, 'EndpointSlice/shop/search-1'),
}
