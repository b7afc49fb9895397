// A second route of a higher metric to a dead next hop: nothing takes it while the first is there.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'spare-route-dead',
  summary: 'node-1 has a spare default route of metric 500 to 172.18.0.99, which nobody has',
  finds: [],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'connected', delayMs: [0, 500] },
  inject: commands('node-1', ['ip route add default via 172.18.0.99 dev eth0 metric 500']),
  mend: commands('node-1', ['ip route del default via 172.18.0.99 dev eth0 metric 500']),
}
