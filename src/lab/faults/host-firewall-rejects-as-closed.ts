// The host's firewall rejects the database's port with the very answer of a closed one, while the database listens.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-firewall-rejects-as-closed',
  summary: 'the host rejects port 5432 with port-unreachable',
  finds: ['host-firewall-rejects'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: commands('host', [
    'iptables -w -I INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable',
  ]),
  mend: commands('host', [
    'iptables -w -D INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable',
  ]),
}
