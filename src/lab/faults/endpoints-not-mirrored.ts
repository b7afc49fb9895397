// Headless Service shop/cache has Endpoints of the right name, but a label forbids the controller to make a slice of them.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'endpoints-not-mirrored',
  summary: 'the Endpoints of shop/cache carry the label that forbids to mirror them into a slice',
  finds: ['service-has-no-endpoints'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, () => ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name: 'cache',
        namespace: 'shop',
        labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
      },
      subsets: [{ addresses: [{ ip: '172.18.0.4' }], ports: [{ name: 'redis', port: 6379, protocol: 'TCP' }] }],
    })),
  mend: (lab) => restoreObjects(lab, slice, 'Endpoints/shop/cache'),
}
