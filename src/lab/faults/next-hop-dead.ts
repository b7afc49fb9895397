// A node whose route to the LAN leads to an address that nobody has: `No route to host`, but three seconds late.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'next-hop-dead',
  summary: 'node-1 routes 192.168.50.0/24 to 172.18.0.99, which nobody has',
  finds: ['next-hop-dead'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: commands('node-1', ['ip route add 192.168.50.0/24 via 172.18.0.99 dev eth0']),
  mend: commands('node-1', ['ip route del 192.168.50.0/24 via 172.18.0.99 dev eth0']),
}
