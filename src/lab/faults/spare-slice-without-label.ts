// A second EndpointSlice without a label lies beside the one that works: nobody misses it.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const spare = 'EndpointSlice/shop/cache-2'

export const fault: Fault = {
  name: 'spare-slice-without-label',
  summary: 'a second EndpointSlice for shop/cache has no label, the first works',
  finds: [],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    addObjects(lab, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'cache-2', namespace: 'shop' },
      addressType: 'IPv4',
      ports: [{ name: 'redis', port: 6379, protocol: 'TCP' }],
      endpoints: [{ addresses: ['172.18.0.9'], conditions: { ready: true } }],
    }),
  mend: (lab) => restoreObjects(lab, spare),
}
