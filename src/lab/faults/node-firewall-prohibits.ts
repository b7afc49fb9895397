// A rule of a node's FORWARD chain prohibits what pods send to the host's database: `No route to host` at once, with every route in place.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-firewall-prohibits',
  summary: 'node-2 rejects forwarded packets for 172.18.0.1 port 5432 as prohibited',
  finds: ['node-firewall-rejects'],
  shows: { from: 'shop/api', to: 'db:5432', outcome: 'EHOSTUNREACH', delayMs: [0, 500] },
  inject: commands('node-2', [
    'iptables -w -I FORWARD -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-admin-prohibited',
  ]),
  mend: commands('node-2', [
    'iptables -w -D FORWARD -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-admin-prohibited',
  ]),
}
