// The same filter when the node has yet to ask for the host's MAC address: the question is refused too.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { writeSysctl } from '../write-sysctl.ts'

export const fault: Fault = {
  name: 'reverse-path-filter-refuses-arp',
  summary: "the host filters node-2's packets and its ARP requests: its way back to 172.18.0.3 is br-apps",
  finds: ['reverse-path-filter'],
  shows: { from: 'shop/api', to: 'db:5432', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    await commands('host', ['ip route add 172.18.0.3/32 dev br-apps'])(lab)
    await writeSysctl(lab, 'host', 'net.ipv4.conf.br-kind.rp_filter', '1')
    await commands('node-2', ['ip neigh flush to 172.18.0.1 dev eth0'])(lab)
  },
  mend: async (lab) => {
    await writeSysctl(lab, 'host', 'net.ipv4.conf.br-kind.rp_filter', '2')
    await commands('host', ['ip route del 172.18.0.3/32 dev br-apps'])(lab)
  },
}
