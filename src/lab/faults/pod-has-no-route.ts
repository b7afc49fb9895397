// A pod without its default route, as a CNI plugin that failed halfway leaves it.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'pod-has-no-route',
  summary: 'pod shop/web has no default route',
  finds: ['pod-has-no-route'],
  shows: { from: 'shop/web', to: '172.18.0.1:5432', outcome: 'ENETUNREACH', delayMs: [0, 500] },
  inject: commands('shop/web', ['ip route del default']),
  mend: commands('shop/web', ['ip route add default via 10.244.1.1 dev eth0']),
}
