// Service shop/files got another endpoint, and no node's kube-proxy has learnt of it: their rules lead to the old one, which is gone.
import { restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

export const fault: Fault = {
  name: 'kube-proxy-stale',
  summary: "the nodes' rules translate shop/files to 192.168.50.99, its slice says 192.168.50.20",
  finds: ['kube-proxy-stale'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    const now = await lab.readObjects()
    await moveEndpoint(lab, 'files', '192.168.50.99')
    await lab.writeObjectsSilently(now)
  },
  mend: (lab) => restoreObjects(lab, 'EndpointSlice/shop/files-1'),
}
