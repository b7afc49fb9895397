// A node that lost its default route, as `docker network connect` and VPN clients bring about.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-has-no-route',
  summary: 'node-1 has no default route',
  finds: ['node-has-no-route'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'ENETUNREACH', delayMs: [0, 500] },
  inject: commands('node-1', ['ip route del default']),
  mend: commands('node-1', ['ip route add default via 172.18.0.1 dev eth0']),
}
