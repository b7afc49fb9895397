// Sets, maps and rules that choose by chance, against the kernel.
import { holdAgainstKernel, nft } from '../../../../test/netfilter/hold-against-kernel.ts'
import { inForward } from '../../../../test/netfilter/in-forward.ts'

const to = (port: number) => `server 10.2.0.2 ${port} from 10.1.0.2`
const to6 = (port: number) => `server fd02::2 ${port} from fd01::2`

holdAgainstKernel('sets and chance', [
  [
    'named sets, concatenations of ranges, and maps of verdicts',
    inForward(
      'ip daddr . tcp dport @pairs drop',
      'udp dport @ports drop',
      'udp dport vmap @wanted',
      'udp dport 8001 accept',
    ),
    {
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'tcp 10.2.0.4:8002': 'timeout',
      'tcp [fd02::2]:8001': to6(8001),
      'udp 10.2.0.2:8003': 'timeout',
      'udp 10.2.0.2:8000': to(8000),
      'udp 10.2.0.2:8002': 'timeout',
    },
  ],
  [
    'statistic takes each way',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -m statistic --mode random --probability 0.5 -j DNAT --to-destination 10.2.0.2
     iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.3
     iptables-nft -t nat -A PREROUTING -p udp -m statistic --mode nth --every 2 --packet 0 -j DNAT --to-destination 10.2.0.4`,
    {
      'tcp 10.9.9.9:8000': 'server 10.2.0.2 8000 from 10.1.0.2 or server 10.2.0.3 8000 from 10.1.0.2',
      'udp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.2 or server 10.2.0.4 8000 from 10.1.0.2',
    },
  ],
  [
    'numgen takes each way of its map, as kube-proxy writes it',
    nft(`table ip own {
      chain first { meta l4proto tcp dnat to 10.2.0.2:8000
      }
      chain second { meta l4proto tcp dnat to 10.2.0.3:8001
      }
      chain service { numgen random mod 2 vmap { 0 : goto first, 1 : goto second }
      }
      map services { type ipv4_addr . inet_proto . inet_service : verdict
        elements = { 10.9.9.9 . tcp . 80 : goto service }
      }
      chain p { type nat hook prerouting priority -100
        ip daddr . meta l4proto . th dport vmap @services
      } }`),
    { 'tcp 10.9.9.9:80': 'server 10.2.0.2 8000 from 10.1.0.2 or server 10.2.0.3 8001 from 10.1.0.2' },
  ],
  [
    'allowances are not used up, and lists of recent clients empty',
    `iptables-nft -P FORWARD DROP; iptables-nft -A FORWARD -i s0 -j ACCEPT
     iptables-nft -A FORWARD -p tcp --dport 8000 -m limit --limit 10/second -j ACCEPT
     iptables-nft -A FORWARD -p tcp --dport 8001 -m connlimit --connlimit-above 5 -j ACCEPT
     iptables-nft -A FORWARD -p tcp --dport 8002 -m hashlimit --hashlimit-upto 5/sec --hashlimit-name h -j ACCEPT
     iptables-nft -A FORWARD -p tcp --dport 8003 -m recent --rcheck --seconds 60 --name seen -j ACCEPT
     iptables-nft -A FORWARD -p udp --dport 8003 -m recent ! --update --name unseen -j ACCEPT
     iptables-nft -A FORWARD -p udp --dport 8000 -m recent --set --name kept -j ACCEPT
     ${nft(`table ip own { chain f { type filter hook forward priority 1
       udp dport 8000 limit rate over 100/second drop
     } }`)}`,
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'tcp 10.2.0.2:8003': 'timeout',
      'udp 10.2.0.2:8003': to(8003),
      'udp 10.2.0.2:8000': to(8000),
    },
  ],
])
