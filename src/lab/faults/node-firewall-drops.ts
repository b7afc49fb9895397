// A rule of a node's FORWARD chain drops what pods send to the host's database.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-firewall-drops',
  summary: 'node-1 drops forwarded packets for 172.18.0.1 port 5432',
  finds: ['node-firewall-drops'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('node-1', [
    'iptables -w -I FORWARD -s 10.244.1.0/24 -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j DROP',
  ]),
  mend: commands('node-1', [
    'iptables -w -D FORWARD -s 10.244.1.0/24 -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j DROP',
  ]),
}
