// A Service claims an external IP that no other Service leads to: that is what the field is there for.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { controllerSlice } from '../select-pods.ts'

export const fault: Fault = {
  name: 'external-ip-of-another',
  summary: 'a Service of pods has 172.18.0.40 among its externalIPs, which nobody else needs',
  finds: [],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    addObjects(
      lab,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'old-cache', namespace: 'shop' },
        spec: {
          type: 'ClusterIP',
          clusterIP: '10.96.0.40',
          clusterIPs: ['10.96.0.40'],
          ipFamilies: ['IPv4'],
          externalIPs: ['172.18.0.40'],
          selector: { app: 'api' },
          ports: [{ name: 'redis', port: 6379, protocol: 'TCP', targetPort: 6379 }],
        },
      },
      controllerSlice('old-cache', { name: 'redis', port: 6379 }, [
        { pod: 'api', node: 'node-2', address: '10.244.2.10' },
      ]),
    ),
  mend: (lab) => restoreObjects(lab, 'Service/shop/old-cache', 'EndpointSlice/shop/old-cache-x2k7p'),
}
