// The same drop in the tables of iptables-legacy, which `iptables -S` of the other backend does not show.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'unseen-firewall-table',
  summary: 'node-1 drops forwarded packets for 172.18.0.1 port 5432 in the tables of iptables-legacy',
  finds: ['unseen-firewall-table'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('node-1', [
    'iptables-legacy -w -I FORWARD -s 10.244.1.0/24 -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j DROP',
  ]),
  mend: commands('node-1', [
    'iptables-legacy -w -D FORWARD -s 10.244.1.0/24 -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j DROP',
  ]),
}
