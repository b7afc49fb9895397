// A slice of host names beside one with the server's address: kube-proxy leaves it out, and nobody misses it.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'fqdn-slice-beside-another',
  summary: 'shop/files has a slice of addressType FQDN beside the one that serves',
  finds: [],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    addObjects(lab, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'files-2', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'files' } },
      addressType: 'FQDN',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: [{ addresses: ['nas.lan'], conditions: { ready: true } }],
    }),
  mend: (lab) => restoreObjects(lab, 'EndpointSlice/shop/files-2'),
}
