// The LAN machine's own firewall drops the database: seen from outside, its packets leave and nothing comes back.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'nas-drops',
  summary: 'the LAN machine drops what comes for its ports 5432 and 8080',
  finds: ['host-firewall-drops'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('nas', ['iptables -w -I INPUT -p tcp -m multiport --dports 5432,8080 -j DROP']),
  mend: commands('nas', ['iptables -w -D INPUT -p tcp -m multiport --dports 5432,8080 -j DROP']),
}
