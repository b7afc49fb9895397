// A host firewall that allows the database to Docker's default network, which the nodes are not on.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-firewall-allows-wrong-source',
  summary: "the host's firewall allows port 5432 from 172.17.0.0/16 only",
  finds: ['host-firewall-allows-wrong-source'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', [
    'iptables -w -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    'iptables -w -A INPUT -i lo -j ACCEPT',
    'iptables -w -A INPUT -p udp -m multiport --dports 53,8125 -j ACCEPT',
    'iptables -w -A INPUT -p tcp -m multiport --dports 53,9200 -j ACCEPT',
    'iptables -w -A INPUT -s 172.17.0.0/16 -p tcp -m tcp --dport 5432 -j ACCEPT',
    'iptables -w -P INPUT DROP',
  ]),
  mend: commands('host', ['iptables -w -P INPUT ACCEPT', 'iptables -w -F INPUT']),
}
