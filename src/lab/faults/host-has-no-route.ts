// A host without a route to the LAN: no rule of its own names that.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-has-no-route',
  summary: 'the host has no route to 192.168.50.0/24',
  finds: ['connection-ends-here'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'ENETUNREACH', delayMs: [0, 500] },
  inject: commands('host', ['ip route del default', 'ip route del 192.168.50.0/24 dev eth0']),
  mend: commands('host', [
    'ip route add 192.168.50.0/24 dev eth0 proto kernel scope link src 192.168.50.10',
    'ip route add default via 192.168.50.20 dev eth0',
  ]),
}
