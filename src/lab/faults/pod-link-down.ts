// A pod whose own link is down: its routes went with it.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'pod-link-down',
  summary: 'eth0 of pod shop/web is down',
  finds: ['pod-link-down'],
  shows: { from: 'shop/web', to: '172.18.0.1:5432', outcome: 'ENETUNREACH', delayMs: [0, 500] },
  inject: commands('shop/web', ['ip link set eth0 down']),
  mend: commands('shop/web', [
    'ip link set eth0 up',
    'ip route replace default via 10.244.1.1 dev eth0',
    'ip addr replace fd00:10:244:1::a/64 dev eth0 nodad',
    'ip -6 route replace default via fd00:10:244:1::1 dev eth0',
  ]),
}
