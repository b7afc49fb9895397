// A pod with a prohibit route: connect() says EACCES there, as if a right were missing.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'pod-route-prohibits',
  summary: 'pod shop/web has a prohibit route for 172.18.0.4',
  finds: ['pod-route-blocks'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EACCES', delayMs: [0, 500] },
  inject: commands('shop/web', ['ip route add prohibit 172.18.0.4/32']),
  mend: commands('shop/web', ['ip route del prohibit 172.18.0.4/32']),
}
