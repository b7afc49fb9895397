// Cluster DNS was scaled to nothing: its Service has no endpoint.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/kube-system/kube-dns-7xk2p'

export const fault: Fault = {
  name: 'cluster-dns-without-endpoints',
  summary: 'no pod of cluster DNS is ready',
  finds: ['cluster-dns-down'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'EAI_AGAIN', delayMs: [0, 25_000] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      endpoints: [{ addresses: ['10.244.1.2'], conditions: { ready: false, serving: false } }],
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
