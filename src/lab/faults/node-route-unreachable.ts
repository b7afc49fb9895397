// A node with an unreachable route for the LAN: the client reads `No route to host` at once.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-route-unreachable',
  summary: 'node-1 has an unreachable route for 192.168.50.0/24',
  finds: ['node-route-blocks'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [0, 500] },
  inject: commands('node-1', ['ip route add unreachable 192.168.50.0/24']),
  mend: commands('node-1', ['ip route del unreachable 192.168.50.0/24']),
}
