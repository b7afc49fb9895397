// The LAN machine has an address out of node-1's pod range, to which Service shop/files leads; the host knows the way, the nodes do not.

import { restoreObjects } from '../change-objects.ts'
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

export const fault: Fault = {
  name: 'pod-cidr-overlaps-target',
  summary: 'shop/files leads to 10.244.1.60 of the LAN machine, an address out of the range of the pods',
  finds: ['pod-cidr-overlaps-target'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    await commands('nas', ['ip addr add 10.244.1.60/32 dev eth0'])(lab)
    await commands('host', ['ip route add 10.244.1.60/32 dev eth0'])(lab)
    await moveEndpoint(lab, 'files', '10.244.1.60')
  },
  mend: async (lab) => {
    await restoreObjects(lab, 'EndpointSlice/shop/files-1')
    await commands('host', ['ip route del 10.244.1.60/32 dev eth0'])(lab)
    await commands('nas', ['ip addr del 10.244.1.60/32 dev eth0'])(lab)
  },
}
