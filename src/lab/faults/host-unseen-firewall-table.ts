// The host rejects a port in the tables of iptables-legacy, beside Docker's own rules in those of iptables-nft.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-unseen-firewall-table',
  summary: 'the host rejects what comes to port 5432 in the tables of iptables-legacy',
  finds: ['unseen-firewall-table'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: commands('host', ['iptables-legacy -w -I INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT']),
  mend: commands('host', ['iptables-legacy -w -D INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT']),
}
