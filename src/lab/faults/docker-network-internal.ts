// Docker network apps was made with --internal: container search, which is on no other, publishes nothing.
import type { DockerFacts } from '../../model/snapshot.ts'
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'
import { publish, unpublish } from '../publish-search.ts'
import { docker as original } from '../topologies/docker.ts'

const rules = [
  'DOCKER-ISOLATION-STAGE-1 ! -s 172.19.0.0/16 -o br-apps -j DROP',
  'DOCKER-ISOLATION-STAGE-1 ! -d 172.19.0.0/16 -i br-apps -j DROP',
]

export const fault: Fault = {
  name: 'docker-network-internal',
  summary: 'Docker network apps, the only one of container search, is internal',
  finds: ['docker-network-internal'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await unpublish(lab)
    await commands('search', ['ip route del default via 172.19.0.1', 'ip route del default via fd00:172:19::1'])(lab)
    await commands(
      'host',
      rules.map((rule) => `iptables -w -I ${rule}`),
    )(lab)
    const { networks, containers } = (await lab.readDocker()) as DockerFacts
    await lab.writeDocker({
      networks: networks.map((network) => (network.Name === 'apps' ? { ...network, Internal: true } : network)),
      containers: containers.map((container) =>
        container.Name === '/search'
          ? { ...container, NetworkSettings: { ...(container.NetworkSettings as object), Ports: {} } }
          : container,
      ),
    })
  },
  mend: async (lab) => {
    await commands(
      'host',
      rules.map((rule) => `iptables -w -D ${rule}`),
    )(lab)
    await commands('search', [
      'ip route add default via 172.19.0.1 dev eth0',
      'ip route add default via fd00:172:19::1 dev eth0',
    ])(lab)
    await publish(lab)
    await lab.writeDocker(original)
  },
}
