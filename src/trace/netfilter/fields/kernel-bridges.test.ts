// What rules can ask about the ports of a bridge, against the kernel.
import { holdAgainstKernel } from '../../../../test/netfilter/hold-against-kernel.ts'

holdAgainstKernel('bridges', [
  [
    'a bridged packet passes the IP hooks with its ports',
    `iptables-nft -A FORWARD -p tcp --dport 8001 -m physdev --physdev-in p1 --physdev-out p2 -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8002 -m physdev --physdev-is-bridged -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8003 -i c0 -o c0 -m physdev ! --physdev-is-out -j DROP
     iptables-nft -t mangle -A PREROUTING -p udp --dport 8001 -m physdev --physdev-is-in -j DROP
     iptables-nft -t mangle -A PREROUTING -p udp --dport 8002 -m physdev ! --physdev-in p+ -j DROP
     iptables-nft -A FORWARD -p udp --dport 8003 -m physdev --physdev-in p2 -j DROP`,
    {
      'tcp 10.1.0.3:8000': 'near 10.1.0.3 8000 from 10.1.0.2',
      'tcp 10.1.0.3:8001': 'timeout',
      'tcp 10.1.0.3:8002': 'timeout',
      'tcp 10.1.0.3:8003': 'near 10.1.0.3 8003 from 10.1.0.2',
      'udp 10.1.0.3:8001': 'timeout',
      'udp 10.1.0.3:8002': 'near 10.1.0.3 8002 from 10.1.0.2',
      'udp 10.1.0.3:8003': 'near 10.1.0.3 8003 from 10.1.0.2',
      'tcp [fd01::3]:8001': 'near fd01::3 8001 from fd01::2',
    },
  ],
  [
    'a routed packet keeps the port that it came by, and has none to leave by',
    `iptables-nft -A FORWARD -p tcp --dport 8001 -m physdev --physdev-in p1 -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8002 -m physdev --physdev-is-bridged -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8003 -m physdev ! --physdev-is-bridged -j DROP
     iptables-nft -A INPUT -p tcp --dport 8001 -m physdev --physdev-in p1 -j DROP
     iptables-nft -A OUTPUT -p tcp --dport 8002 -m physdev ! --physdev-is-in -j DROP`,
    {
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
      'tcp 10.2.0.2:8003': 'timeout',
      'tcp 10.1.0.1:8001': 'timeout',
      'gateway: tcp 10.2.0.2:8002': 'timeout',
    },
  ],
  [
    'translation on a bridge routes what it changes',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.1.0.3 --dport 8001 -j DNAT --to-destination 10.2.0.2:8002
     iptables-nft -t nat -A POSTROUTING -p udp -o c0 -s 10.1.0.0/24 -j SNAT --to-source 10.1.0.1`,
    {
      'tcp 10.1.0.3:8001': 'server 10.2.0.2 8002 from 10.1.0.2',
      'udp 10.1.0.3:8000': 'near 10.1.0.3 8000 from 10.1.0.1',
    },
  ],
])
