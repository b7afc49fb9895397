// A host with a strict reverse-path filter and a way back to node-2 by another link. The node knows the host's MAC address already.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { writeSysctl } from '../write-sysctl.ts'

export const fault: Fault = {
  name: 'reverse-path-filter',
  summary: "the host filters node-2's packets: its way back to 172.18.0.3 is br-apps",
  finds: ['reverse-path-filter'],
  shows: { from: 'shop/api', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    const bridge = JSON.parse(await lab.run('host', ['ip', '-j', 'link', 'show', 'dev', 'br-kind']))[0].address
    await lab.run('node-2', [
      'ip',
      'neigh',
      'replace',
      '172.18.0.1',
      'lladdr',
      bridge,
      'dev',
      'eth0',
      'nud',
      'permanent',
    ])
    await commands('host', ['ip route add 172.18.0.3/32 dev br-apps'])(lab)
    await writeSysctl(lab, 'host', 'net.ipv4.conf.br-kind.rp_filter', '1')
  },
  mend: async (lab) => {
    await writeSysctl(lab, 'host', 'net.ipv4.conf.br-kind.rp_filter', '2')
    await commands('host', ['ip route del 172.18.0.3/32 dev br-apps'])(lab)
    await commands('node-2', ['ip neigh del 172.18.0.1 dev eth0'])(lab)
  },
}
