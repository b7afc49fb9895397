// A headless Service gives the ClusterIP of Service shop/db as its address: that is translated once, and works.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'headless-endpoint-is-a-cluster-ip',
  summary: 'headless Service shop/store gives the ClusterIP of shop/db as its address',
  finds: [],
  shows: { from: 'shop/web', to: 'store:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    addObjects(
      lab,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'store', namespace: 'shop' },
        spec: {
          type: 'ClusterIP',
          clusterIP: 'None',
          clusterIPs: ['None'],
          ports: [{ name: 'postgres', port: 5432, protocol: 'TCP', targetPort: 5432 }],
        },
      },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'store-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'store' } },
        addressType: 'IPv4',
        ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }],
        endpoints: [{ addresses: ['10.96.0.20'], conditions: { ready: true } }],
      },
    ),
  mend: (lab) => restoreObjects(lab, 'Service/shop/store', 'EndpointSlice/shop/store-1'),
}
