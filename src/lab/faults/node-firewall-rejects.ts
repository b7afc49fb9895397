// A rule of a node's FORWARD chain rejects what pods send to the host's database: the client reads what a closed port says.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-firewall-rejects',
  summary: 'node-2 rejects forwarded packets for 172.18.0.1 port 5432',
  finds: ['node-firewall-rejects'],
  shows: { from: 'shop/api', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: commands('node-2', [
    'iptables -w -I FORWARD -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable',
  ]),
  mend: commands('node-2', [
    'iptables -w -D FORWARD -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable',
  ]),
}
