// How Docker publishes port 9200 of container search on the host of the practice network: docker-proxy and three rules.
import type { DockerFacts } from '../model/snapshot.ts'
import { commands } from './commands.ts'
import type { LabControl } from './fault.ts'
import { docker as original } from './topologies/docker.ts'
import { listeners } from './topologies/listeners.ts'

const nat = 'DOCKER ! -i br-apps -p tcp -m tcp --dport 9200 -j DNAT --to-destination 172.19.0.2:9200'
const hairpin = 'POSTROUTING -s 172.19.0.2/32 -d 172.19.0.2/32 -p tcp -m tcp --dport 9200 -j MASQUERADE'
const allowed = 'DOCKER -d 172.19.0.2/32 ! -i br-apps -o br-apps -p tcp -m tcp --dport 9200 -j ACCEPT'

/** What the Engine says of the container stays as it was. */
export async function unpublish(lab: LabControl): Promise<void> {
  await lab.stopListener('host/docker-proxy')
  await rules('-D')(lab)
}

export async function publish(lab: LabControl): Promise<void> {
  await rules('-A')(lab)
  for (const server of listeners) if (server.name === 'host/docker-proxy') await lab.startListener(server)
}

/** As it inspects a container that was made without -p: its image still names the port. */
export async function markUnpublished(lab: LabControl): Promise<void> {
  const { networks, containers } = (await lab.readDocker()) as DockerFacts
  await lab.writeDocker({
    networks,
    containers: containers.map((container) =>
      container.Name === '/search'
        ? {
            ...container,
            HostConfig: { ...(container.HostConfig as object), PortBindings: {} },
            NetworkSettings: { ...(container.NetworkSettings as object), Ports: { '9200/tcp': null } },
          }
        : container,
    ),
  })
}

export async function markPublished(lab: LabControl): Promise<void> {
  await lab.writeDocker(original)
}

function rules(action: '-A' | '-D') {
  return commands('host', [
    `iptables -w -t nat ${action} ${hairpin}`,
    `iptables -w -t nat ${action} ${nat}`,
    `iptables -w ${action} ${allowed}`,
  ])
}
