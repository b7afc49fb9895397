// Docker keeps its networks apart: a container's own address cannot be reached from another network.
import type { Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { listChain } from '../allow-packet.ts'
import { containersAt, networkAt, publishedPorts } from '../docker-facts.ts'
import { dockerIsolation } from '../docker-isolation.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endsIn, endText, isInside, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { stoppingRule } from '../stopping-rule.ts'

export const rule = pathRule({
  name: 'docker-network-isolation',
  title: 'Docker keeps the networks of node and target apart',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['docker-network-internal', 'docker-inter-container-off'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'host')) return null
    const stopped = stoppingRule(failing, snapshot)
    const isolation = stopped && dockerIsolation(snapshot, stopped.place)
    if (!stopped || !isolation) return null
    const where = failing.verdict.at.namespace ?? ''
    const packet = packetAt(failing)
    const [container] = containersAt(snapshot, packet.destination)
    const target = container ? `container ${container} (${packet.destination})` : packet.destination
    const network = networkAt(snapshot, (subnet) => isInside(packet.destination, [subnet]))
    const from = networkAt(snapshot, (subnet) => isInside(packet.source, [subnet]))
    const parted =
      isolation === 'direct-access'
        ? `Docker lets nobody outside ${network ? `network ${network}` : 'its own network'} reach ${target} directly`
        : `${target} is on ${network ? `Docker network ${network}` : 'another Docker network'}, the node comes from ${from ? `network ${from}` : packet.source}, and Docker keeps the two apart`
    return {
      message: `${opening(failing)}: ${parted}: ${stopped.text} on ${where}. Use a published port of the container at the host's address, or connect the node to its network; leave the isolation rules as they are.`,
      evidence: evidenceOf(snapshot, [stopped.fact]),
      checks: [
        { where, argv: listChain(stopped.place) },
        ...(network ? [{ where, argv: ['docker', 'network', 'inspect', network] }] : []),
      ],
      fixes: waysRound(snapshot, {
        container: container ?? null,
        network,
        node: failing.connection.from.node,
        address: packet.destination,
        port: packet.destinationPort,
      }),
    }
  },
})

interface Parted {
  readonly container: string | null
  readonly network: string | null
  readonly node: string | null
  readonly address: string
  readonly port: number
}

function waysRound(snapshot: Snapshot, { container, network, node, address, port }: Parted): Fix[] {
  const published = publishedPorts(snapshot).find(
    (entry) => entry.container === container && entry.containerPort === port,
  )
  const fixes: Fix[] = []
  if (published) {
    fixes.push({
      title: 'Point the Service at the published port',
      reversible: true,
      widens: [],
      actions: [
        {
          kind: 'manual',
          where: 'cluster',
          text: `Container ${container} publishes port ${port} on port ${published.hostPort} of the host: put the host's address as the nodes see it and port ${published.hostPort} in the Service's EndpointSlice, in place of ${endText(address, port)}.`,
        },
      ],
    })
  }
  if (network !== null && node !== null) {
    fixes.push({
      title: `Connect the node to Docker network ${network}`,
      reversible: true,
      widens: [{ source: node, destination: `network ${network}`, port: null }],
      actions: [{ kind: 'docker', argv: ['docker', 'network', 'connect', network, node] }],
    })
  }
  return fixes
}
