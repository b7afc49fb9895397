// A policy rule of a node, as VPN clients set them, leads pods' packets for the LAN to a table with a dead way out.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'policy-routing-captures',
  summary: "node-1 has a policy rule that sends pods' packets for the LAN to a table whose next hop is dead",
  finds: ['policy-routing-captures'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: commands('node-1', [
    'ip route add default via 172.18.0.99 dev eth0 table 100',
    'ip rule add priority 100 from 10.244.1.0/24 to 192.168.50.0/24 lookup 100',
  ]),
  mend: commands('node-1', ['ip rule del priority 100', 'ip route del default table 100']),
}
