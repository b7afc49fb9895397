// A fixed neighbour entry of the host with a MAC address that nobody has.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'neighbour-entry-wrong',
  summary: 'the host has a fixed neighbour entry for 192.168.50.20 with a MAC address that nobody has',
  finds: ['neighbour-entry-wrong'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', ['ip neigh replace 192.168.50.20 lladdr 02:00:00:00:00:99 dev eth0 nud permanent']),
  mend: commands('host', ['ip neigh del 192.168.50.20 dev eth0']),
}
