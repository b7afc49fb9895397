// The same, with the raw rule of Docker Engine 28 and later, which drops before any chain that people know of.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

const rule = 'PREROUTING -d 172.19.0.2/32 ! -i br-apps -j DROP'

export const fault: Fault = {
  name: 'docker-direct-access',
  summary:
    "Service shop/search points at container search itself, and Docker's raw table lets nobody reach it directly",
  finds: ['docker-network-isolation'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await commands('host', [`iptables -w -t raw -A ${rule}`])(lab)
    await moveEndpoint(lab, 'search', '172.19.0.2')
  },
  mend: async (lab) => {
    await moveEndpoint(lab, 'search', '172.18.0.1')
    await commands('host', [`iptables -w -t raw -D ${rule}`])(lab)
  },
}
