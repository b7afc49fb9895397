// A node that carries the target's address on its own loopback link, as IPVS and external IPs bring about.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-owns-target-address',
  summary: 'node-1 has 192.168.50.20 on its own loopback link',
  finds: ['node-owns-target-address'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: commands('node-1', ['ip addr add 192.168.50.20/32 dev lo']),
  mend: commands('node-1', ['ip addr del 192.168.50.20/32 dev lo']),
}
