// Address translation of every kind, against the kernel.
import { type Case, holdAgainstKernel, nft } from '../../../../test/netfilter/hold-against-kernel.ts'

const destination: readonly Case[] = [
  [
    'DNAT sends to another address and port, and the answer comes from the one that was dialled',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 --dport 80 -j DNAT --to-destination 10.2.0.2:8001
     iptables-legacy -t nat -A PREROUTING -p udp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.3
     ip6tables-nft -t nat -A PREROUTING -p tcp -d fd99::9 -j DNAT --to-destination [fd02::3]:8002`,
    {
      'tcp 10.9.9.9:80': 'server 10.2.0.2 8001 from 10.1.0.2',
      'udp 10.9.9.9:8000': 'server 10.2.0.3 8000 from 10.1.0.2',
      'tcp [fd99::9]:80': 'server fd02::3 8002 from fd01::2',
    },
  ],
  [
    'a refusal behind DNAT comes from the address that was dialled',
    'iptables-nft -t nat -A PREROUTING -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2',
    { 'tcp 10.9.9.9:9': 'ECONNREFUSED', 'udp 10.9.9.9:9': 'ECONNREFUSED' },
  ],
  [
    'rules behind DNAT see the new address, conntrack still the old one',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2
     iptables-nft -A FORWARD -p tcp -d 10.9.9.9 -j DROP
     iptables-nft -A FORWARD -p tcp -d 10.2.0.2 --dport 8001 -m conntrack --ctorigdst 10.9.9.9 -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8002 -m conntrack --ctstate DNAT -j REJECT
     iptables-nft -A FORWARD -p tcp --dport 8003 -m conntrack --ctstatus NONE -j REJECT`,
    {
      'tcp 10.9.9.9:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp 10.9.9.9:8001': 'timeout',
      'tcp 10.9.9.9:8002': 'ECONNREFUSED',
      'tcp 10.9.9.9:8003': 'server 10.2.0.2 8003 from 10.1.0.2',
      'tcp 10.2.0.2:8003': 'server 10.2.0.2 8003 from 10.1.0.2',
    },
  ],
  [
    'the first translation wins, in the chain and among chains',
    `iptables-legacy -t nat -A PREROUTING -p tcp --dport 8000 -j DNAT --to-destination 10.2.0.4
     iptables-nft -t nat -A PREROUTING -p tcp --dport 8000 -j DNAT --to-destination 10.2.0.3
     iptables-nft -t nat -A PREROUTING -p tcp --dport 8000 -j DNAT --to-destination 10.2.0.5
     ${nft(`table ip own { chain p { type nat hook prerouting priority -90
       tcp dport 8000 dnat to 10.2.0.5
       tcp dport 8001 dnat to 10.2.0.5
     } }`)}`,
    {
      'tcp 10.2.0.2:8000': ['server 10.2.0.3 8000 from 10.1.0.2', 'undetermined: which is asked first'],
      'tcp 10.2.0.2:8001': 'server 10.2.0.5 8001 from 10.1.0.2',
    },
  ],
  [
    'ACCEPT in one nat chain leaves the next chain its say',
    `iptables-nft -t nat -A PREROUTING -p tcp --dport 8000 -j ACCEPT
     ${nft(`table ip own { chain p { type nat hook prerouting priority -90
       tcp dport 8000 dnat to 10.2.0.5
     } }`)}`,
    { 'tcp 10.2.0.2:8000': 'server 10.2.0.5 8000 from 10.1.0.2' },
  ],
  [
    'REDIRECT takes the first address of the incoming link, and loopback for what is sent from here',
    `iptables-nft -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8000
     iptables-nft -t nat -A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports 8001
     ip6tables-legacy -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8002`,
    {
      'tcp 10.2.0.2:80': 'gateway 10.1.0.1 8000 from 10.1.0.2',
      'gateway: tcp 10.2.0.2:80': 'gateway 127.0.0.1 8001 from 10.2.0.1',
      'tcp [fd02::2]:80': 'gateway fd01::1 8002 from fd01::2',
    },
  ],
  [
    'OUTPUT translates what is sent from here, PREROUTING does not',
    `iptables-nft -t nat -A OUTPUT -p tcp -d 10.2.0.9 -j DNAT --to-destination 10.2.0.2:8001
     iptables-nft -t nat -A PREROUTING -p tcp -d 10.2.0.2 --dport 8000 -j DNAT --to-destination 10.2.0.3`,
    {
      'gateway: tcp 10.2.0.9:80': 'server 10.2.0.2 8001 from 10.2.0.1',
      'gateway: tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
    },
  ],
  [
    'NETMAP keeps the host part',
    'iptables-nft -t nat -A PREROUTING -d 10.9.0.0/24 -j NETMAP --to 10.2.0.0/24',
    {
      'tcp 10.9.0.3:8000': 'server 10.2.0.3 8000 from 10.1.0.2',
      'udp 10.9.0.4:8001': 'server 10.2.0.4 8001 from 10.1.0.2',
    },
  ],
  [
    'of a range of addresses each client and target have one by their hash',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.0/24 -j DNAT --to-destination 10.2.0.2-10.2.0.5
     iptables-nft -t nat -A PREROUTING -p tcp -d 10.8.8.0/24 -j DNAT --to-destination 10.2.0.2-10.2.0.5 --persistent
     ip6tables-nft -t nat -A PREROUTING -p tcp -d fd99::/64 -j DNAT --to-destination fd02::2-fd02::3`,
    {
      'tcp 10.9.9.1:8000': 'server 10.2.0.5 8000 from 10.1.0.2',
      'tcp 10.9.9.2:8000': 'server 10.2.0.3 8000 from 10.1.0.2',
      'tcp 10.9.9.3:8000': 'server 10.2.0.3 8000 from 10.1.0.2',
      'tcp 10.9.9.77:8000': 'server 10.2.0.5 8000 from 10.1.0.2',
      'tcp 10.8.8.1:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp 10.8.8.2:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp [fd99::1]:8000': 'server fd02::3 8000 from fd01::2',
      'tcp [fd99::2]:8000': 'server fd02::2 8000 from fd01::2',
      'tcp [fd99::3]:8000': 'server fd02::2 8000 from fd01::2',
    },
  ],
  [
    'of a range of ports the own one is kept, else the first is taken',
    'iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2:8001-8003',
    {
      'tcp 10.9.9.9:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
      'tcp 10.9.9.9:80': 'server 10.2.0.2 8001 from 10.1.0.2',
    },
  ],
  [
    'nft translates each family of a table for both by its own rule',
    nft(`table inet own { chain p { type nat hook prerouting priority dstnat
       tcp dport 80 dnat ip to 10.2.0.2:8000
       tcp dport 80 dnat ip6 to [fd02::2]:8001
       udp dport 80 redirect to :8002
     } }`),
    {
      'tcp 10.9.9.9:80': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp [fd99::9]:80': 'server fd02::2 8001 from fd01::2',
      'udp 10.1.0.1:80': 'gateway 10.1.0.1 8002 from 10.1.0.2',
    },
  ],
  [
    'an untracked packet is not translated',
    `iptables-nft -t raw -A PREROUTING -p tcp --dport 8000 -j CT --notrack
     iptables-nft -t nat -A PREROUTING -i c0 -p tcp -j DNAT --to-destination 10.2.0.3`,
    {
      'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp 10.2.0.2:8001': 'server 10.2.0.3 8001 from 10.1.0.2',
    },
  ],
]

const source: readonly Case[] = [
  [
    'MASQUERADE takes the address of the outgoing link, SNAT the one that it names',
    `iptables-nft -t nat -A POSTROUTING -p tcp -o s0 -j MASQUERADE
     iptables-legacy -t nat -A POSTROUTING -p udp -s 10.1.0.0/16 -j SNAT --to-source 10.1.0.1
     ip6tables-nft -t nat -A POSTROUTING -o s0 -j MASQUERADE`,
    {
      'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
      'udp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.1',
      'tcp [fd02::2]:8000': 'server fd02::2 8000 from fd02::1',
      'udp [fd02::2]:9': 'ECONNREFUSED',
    },
  ],
  [
    'both sides are translated, and an error from the far end is told to the client',
    `iptables-nft -t nat -A PREROUTING -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2
     iptables-nft -t nat -A POSTROUTING -o s0 -j MASQUERADE`,
    {
      'tcp 10.9.9.9:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
      'udp 10.9.9.9:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
      'udp 10.9.9.9:9': 'ECONNREFUSED',
      'tcp 10.9.9.9:9': 'ECONNREFUSED',
    },
  ],
  [
    'a reject behind DNAT is told as from the address that was dialled, but not a reset, which a bridge sends straight back',
    `iptables-nft -t nat -A PREROUTING -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2
     iptables-nft -A FORWARD -p tcp --dport 8000 -j REJECT --reject-with icmp-host-unreachable
     iptables-nft -A FORWARD -p tcp --dport 8001 -j REJECT --reject-with tcp-reset
     iptables-nft -A FORWARD -p udp --dport 8000 -j REJECT`,
    {
      'tcp 10.9.9.9:8000': 'EHOSTUNREACH',
      'tcp 10.9.9.9:8001': 'timeout',
      'tcp 10.2.0.2:8001': 'ECONNREFUSED',
      'udp 10.9.9.9:8000': 'ECONNREFUSED',
    },
  ],
  [
    'a mark set before routing chooses who is masqueraded, as kube-proxy does',
    `iptables-nft -t nat -N MARK-MASQ; iptables-nft -t nat -A MARK-MASQ -j MARK --or-mark 0x4000
     iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j MARK-MASQ
     iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2:8000
     iptables-nft -t nat -A POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
     iptables-nft -t nat -A POSTROUTING -j MARK --xor-mark 0x4000
     iptables-nft -t nat -A POSTROUTING -j MASQUERADE`,
    {
      'tcp 10.9.9.9:80': 'server 10.2.0.2 8000 from 10.2.0.1',
      'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
    },
  ],
  [
    'SNAT in INPUT changes who the gateway sees',
    'iptables-nft -t nat -A INPUT -p tcp --dport 8000 -j SNAT --to-source 10.1.0.77',
    { 'tcp 10.1.0.1:8000': 'gateway 10.1.0.1 8000 from 10.1.0.77' },
  ],
  [
    'a source port outside of the range is moved into it',
    'iptables-nft -t nat -A POSTROUTING -p tcp -o s0 -j SNAT --to-source 10.2.0.1:60000-60100',
    { 'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1 by another port' },
  ],
  [
    'SNAT to a range of addresses goes by the hash too, unless the source is in it',
    'iptables-nft -t nat -A POSTROUTING -p tcp -o s0 -j SNAT --to-source 10.1.0.10-10.1.0.29; iptables-nft -t nat -A POSTROUTING -p udp -o s0 -j SNAT --to-source 10.1.0.1-10.1.0.29',
    {
      'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.18',
      'tcp 10.2.0.3:8000': 'server 10.2.0.3 8000 from 10.1.0.25',
      'tcp 10.2.0.4:8000': 'server 10.2.0.4 8000 from 10.1.0.14',
      'udp 10.2.0.4:8000': 'server 10.2.0.4 8000 from 10.1.0.2',
    },
  ],
]

holdAgainstKernel('translation of destinations', destination)
holdAgainstKernel('translation of sources', source)
