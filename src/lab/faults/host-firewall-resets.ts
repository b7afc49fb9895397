// The host's firewall answers the database's port with a reset, while the database listens.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-firewall-resets',
  summary: 'the host rejects port 5432 with a TCP reset',
  finds: ['host-firewall-rejects'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: commands('host', [
    'iptables -w -I INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT --reject-with tcp-reset',
  ]),
  mend: commands('host', [
    'iptables -w -D INPUT -i br-kind -p tcp -m tcp --dport 5432 -j REJECT --reject-with tcp-reset',
  ]),
}
