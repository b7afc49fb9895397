// A host firewall like ufw's: it drops what no rule allows, and no rule allows the database.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-firewall-drops',
  summary: "the host's INPUT policy is DROP, and no rule allows port 5432",
  finds: ['host-firewall-drops'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', [
    'iptables -w -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    'iptables -w -A INPUT -i lo -j ACCEPT',
    'iptables -w -A INPUT -p udp -m multiport --dports 53,8125 -j ACCEPT',
    'iptables -w -A INPUT -p tcp -m multiport --dports 53,9200 -j ACCEPT',
    'iptables -w -P INPUT DROP',
  ]),
  mend: commands('host', ['iptables -w -P INPUT ACCEPT', 'iptables -w -F INPUT']),
}
