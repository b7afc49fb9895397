// A firewall like firewalld's, in nftables, that knows nothing of the bridge: `No route to host` at once, with every route in place.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'host-firewall-rejects',
  summary: "the host's nftables firewall rejects port 5432 as prohibited",
  finds: ['host-firewall-rejects'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'EHOSTUNREACH', delayMs: [0, 500] },
  inject: commands('host', [
    'nft add table inet firewalld',
    'nft add chain inet firewalld filter_INPUT { type filter hook input priority 10 ; }',
    'nft add rule inet firewalld filter_INPUT ct state established,related accept',
    'nft add rule inet firewalld filter_INPUT iifname br-kind tcp dport 5432 reject with icmpx type admin-prohibited',
  ]),
  mend: commands('host', ['nft delete table inet firewalld']),
}
