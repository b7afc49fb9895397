// Container search, which publishes port 9200 on the host, was stopped: docker-proxy and the rules for its port are gone.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { startContainer, stopContainer } from '../stop-container.ts'
import { listeners } from '../topologies/listeners.ts'

const nat = 'DOCKER ! -i br-apps -p tcp -m tcp --dport 9200 -j DNAT --to-destination 172.19.0.2:9200'
const hairpin = 'POSTROUTING -s 172.19.0.2/32 -d 172.19.0.2/32 -p tcp -m tcp --dport 9200 -j MASQUERADE'
const allowed = 'DOCKER -d 172.19.0.2/32 ! -i br-apps -o br-apps -p tcp -m tcp --dport 9200 -j ACCEPT'

export const fault: Fault = {
  name: 'published-container-stopped',
  summary: 'container search, whose published port shop/search leads to, was stopped',
  finds: ['container-stopped'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.stopListener('host/docker-proxy')
    await rules('-D')(lab)
    await stopContainer(lab, 'search', 137)
  },
  mend: async (lab) => {
    await startContainer(lab, 'search')
    await rules('-A')(lab)
    for (const server of listeners) if (server.name === 'host/docker-proxy') await lab.startListener(server)
  },
}

function rules(action: '-A' | '-D') {
  return commands('host', [
    `iptables -w -t nat ${action} ${hairpin}`,
    `iptables -w -t nat ${action} ${nat}`,
    `iptables -w ${action} ${allowed}`,
  ])
}
