// A node that lets pods' own addresses out to the LAN, as ip-masq-agent does by default for private networks.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'masquerade-missing',
  summary: 'node-1 does not masquerade what goes to 192.168.50.0/24',
  finds: ['masquerade-missing'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('node-1', ['iptables -w -t nat -I KIND-MASQ-AGENT -d 192.168.50.0/24 -j RETURN']),
  mend: commands('node-1', ['iptables -w -t nat -D KIND-MASQ-AGENT -d 192.168.50.0/24 -j RETURN']),
}
