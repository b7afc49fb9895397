// A node whose default route leads to a container, as when a second network or a VPN container takes the route over.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'default-gateway-moved',
  summary: 'the default route of node-1 leads to 172.18.0.4, a container that forwards nothing',
  finds: ['default-gateway-moved'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('node-1', ['ip route replace default via 172.18.0.4 dev eth0']),
  mend: commands('node-1', ['ip route replace default via 172.18.0.1 dev eth0']),
}
