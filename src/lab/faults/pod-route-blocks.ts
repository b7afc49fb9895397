// A pod with a blackhole route: connect() says EINVAL there, other than on a node.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'pod-route-blocks',
  summary: 'pod shop/web has a blackhole route for 172.18.0.4',
  finds: ['pod-route-blocks'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EINVAL', delayMs: [0, 500] },
  inject: commands('shop/web', ['ip route add blackhole 172.18.0.4/32']),
  mend: commands('shop/web', ['ip route del blackhole 172.18.0.4/32']),
}
