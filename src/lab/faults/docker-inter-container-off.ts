// Docker network kind was made with com.docker.network.bridge.enable_icc=false: its containers, nodes among them, are kept apart.
import type { DockerFacts } from '../../model/snapshot.ts'
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { docker as original } from '../topologies/docker.ts'

/** The one that accepts gives way to one that drops (setup_ip_tables_linux.go, setIcc). */
const accepts = 'FORWARD -i br-kind -o br-kind -j ACCEPT'
const drops = 'FORWARD -i br-kind -o br-kind -j DROP'

export const fault: Fault = {
  name: 'docker-inter-container-off',
  summary: 'Docker network kind lets none of its containers reach another, container cache included',
  finds: ['docker-inter-container-off'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await commands('host', [`iptables -w -D ${accepts}`, `iptables -w -A ${drops}`])(lab)
    const { networks, containers } = (await lab.readDocker()) as DockerFacts
    const option = { 'com.docker.network.bridge.enable_icc': 'false' }
    await lab.writeDocker({
      networks: networks.map((network) =>
        network.Name === 'kind' ? { ...network, Options: { ...(network.Options as object), ...option } } : network,
      ),
      containers,
    })
  },
  mend: async (lab) => {
    await commands('host', [`iptables -w -D ${drops}`, `iptables -w -A ${accepts}`])(lab)
    await lab.writeDocker(original)
  },
}
