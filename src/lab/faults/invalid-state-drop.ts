// The host tracks only the replies of its database, calls them INVALID, and drops them.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'invalid-state-drop',
  summary: 'the host does not track requests to port 5432 and drops packets in state INVALID',
  finds: ['invalid-state-drop'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', [
    'iptables -w -t raw -A PREROUTING -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j CT --notrack',
    'iptables -w -A OUTPUT -m conntrack --ctstate INVALID -j DROP',
  ]),
  mend: commands('host', [
    'iptables -w -t raw -D PREROUTING -d 172.18.0.1/32 -p tcp -m tcp --dport 5432 -j CT --notrack',
    'iptables -w -D OUTPUT -m conntrack --ctstate INVALID -j DROP',
  ]),
}
