// A node with a blackhole route for the LAN: it drops without a word, other than in a pod.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-route-blocks',
  summary: 'node-1 has a blackhole route for 192.168.50.0/24',
  finds: ['node-route-blocks'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('node-1', ['ip route add blackhole 192.168.50.0/24']),
  mend: commands('node-1', ['ip route del blackhole 192.168.50.0/24']),
}
