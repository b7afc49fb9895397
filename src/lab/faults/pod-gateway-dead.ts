// A pod whose default route leads to an address that nobody has.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'pod-gateway-dead',
  summary: 'the default route of pod shop/web leads to 10.244.1.99, which nobody has',
  finds: ['pod-gateway-dead'],
  shows: { from: 'shop/web', to: '172.18.0.1:5432', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: commands('shop/web', ['ip route replace default via 10.244.1.99 dev eth0']),
  mend: commands('shop/web', ['ip route replace default via 10.244.1.1 dev eth0']),
}
