// The container's only Docker networks are internal ones: nothing from elsewhere gets there, and no port is published.
import type { Evidence, Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { listChain } from '../allow-packet.ts'
import { containersAt, publishedPorts } from '../docker-facts.ts'
import { dockerIsolation } from '../docker-isolation.ts'
import { type DockerNetwork, dockerNetworkOf, dockerNetworks } from '../docker-networks.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endsIn, endText, packetAt } from '../packet-at.ts'
import { type Cause, pathRule } from '../path-rule.ts'
import { runningContainers } from '../running-containers.ts'
import { stoppingRule } from '../stopping-rule.ts'

export const rule = pathRule({
  name: 'docker-network-internal',
  title: 'The Docker network is internal',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'host')) return null
    return stoppedAtIts(failing, snapshot) ?? notPublished(failing, snapshot)
  },
})

/** daemon/libnetwork/drivers/bridge/setup_ip_tables_linux.go, setupInternalNetworkRules: what enters or leaves the network is dropped. */
function stoppedAtIts(failing: FailingPath, snapshot: Snapshot): Cause | null {
  const stopped = stoppingRule(failing, snapshot)
  if (!stopped || dockerIsolation(snapshot, stopped.place) !== 'isolation') return null
  const packet = packetAt(failing)
  const to = dockerNetworkOf(snapshot, packet.destination)
  const from = dockerNetworkOf(snapshot, packet.source)
  const network = [to, from].find((one) => one?.internal)
  if (!network) return null
  const [container] = containersAt(snapshot, packet.destination)
  const target = container ? `container ${container} (${packet.destination})` : packet.destination
  const where = failing.verdict.at.namespace ?? ''
  const node = failing.connection.from.node
  const what =
    network === to
      ? `${target} is on Docker network ${network.name}, which is internal: nobody outside it gets in`
      : `the nodes are on Docker network ${network.name}, which is internal: nothing gets out of it to ${target}`
  return {
    message: `${opening(failing)}: ${what}: ${stopped.text} on ${where}. Connect the node to a network on which the target is, or give the target a network that is not internal.`,
    evidence: [networkEvidence(network), ...evidenceOf(snapshot, [stopped.fact])],
    checks: [inspect(where, network), { where, argv: listChain(stopped.place) }],
    fixes: network === to && node !== null ? [connect(network.name, node, `node ${node}`)] : [],
  }
}

/** Docker publishes ports of containers that have a network which is not internal. */
function notPublished(failing: FailingPath, snapshot: Snapshot): Cause | null {
  const { reason } = failing.verdict
  if (reason.kind !== 'nothing-listens' || reason.others.length > 0) return null
  const { protocol, source } = failing.path.arrived
  const internal = dockerNetworks(snapshot).filter((network) => network.internal)
  const shut = runningContainers(snapshot).flatMap(({ name, addresses }) => {
    const own = internal.filter((network) => addresses.some((one) => one.network === network.name))
    const isShut = addresses.length > 0 && addresses.every((one) => own.some((network) => network.name === one.network))
    const published = publishedPorts(snapshot).find(
      (one) => one.container === name && one.hostPort === reason.port && one.protocol === protocol,
    )
    return isShut && published ? [{ name, networks: own, published }] : []
  })
  const [found] = shut
  const [network] = found?.networks ?? []
  if (!found || !network || shut.length !== 1) return null
  const where = failing.verdict.at.namespace ?? ''
  const nodes = dockerNetworkOf(snapshot, source)
  const names = found.networks.map(({ name }) => name).join(' and ')
  const given = endText(found.published.hostAddress || '0.0.0.0', found.published.hostPort)
  return {
    message: `${opening(failing)}: container ${found.name} is to publish port ${reason.port}, but ${found.networks.length === 1 ? `its only Docker network ${names} is` : `its Docker networks ${names} are`} internal, and there Docker publishes nothing. Connect the container to a further network that is not internal.`,
    evidence: [
      networkEvidence(network),
      { kind: 'container', text: `${found.name}: ${found.published.containerPort}/${protocol} -> ${given}` },
      {
        kind: 'socket',
        text: `no ${protocol === 'udp' ? 'UNCONN' : 'LISTEN'} socket on ${endText(reason.address, reason.port)}`,
      },
    ],
    checks: [inspect(where, network), { where, argv: ['docker', 'port', found.name] }],
    fixes: nodes && !nodes.internal ? [connect(nodes.name, found.name, `container ${found.name}`)] : [],
  }
}

function networkEvidence({ name }: DockerNetwork): Evidence {
  return { kind: 'network', text: `${name}: Internal true` }
}

function inspect(where: string, { name }: DockerNetwork) {
  return { where, argv: ['docker', 'network', 'inspect', '-f', '{{.Internal}}', name] }
}

function connect(network: string, container: string, called: string): Fix {
  return {
    title: `Connect ${called} to Docker network ${network}`,
    reversible: true,
    widens: [{ source: `network ${network}`, destination: container, port: null }],
    actions: [{ kind: 'docker', argv: ['docker', 'network', 'connect', network, container] }],
  }
}
