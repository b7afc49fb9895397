// The server of cluster DNS has ended; its pod and its Service are still there.
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'cluster-dns-down',
  summary: 'the CoreDNS process has ended',
  finds: ['cluster-dns-down'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'EAI_AGAIN', delayMs: [0, 25_000] },
  inject: (lab) => lab.dns('stop'),
  mend: (lab) => lab.dns('start'),
}
