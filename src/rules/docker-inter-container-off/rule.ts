// The Docker network was made without traffic between its containers, and node and target are two of them.
import { listChain } from '../allow-packet.ts'
import { containersAt, publishedPorts } from '../docker-facts.ts'
import { dockerNetworkOf } from '../docker-networks.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endsIn, endText, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { stoppingRule } from '../stopping-rule.ts'

const option = 'com.docker.network.bridge.enable_icc'

export const rule = pathRule({
  name: 'docker-inter-container-off',
  title: "The Docker network's containers may not talk to each other",
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (!endsIn(snapshot, failing, 'host')) return null
    const stopped = stoppingRule(failing, snapshot)
    const packet = packetAt(failing)
    const network = dockerNetworkOf(snapshot, packet.destination)
    if (!stopped || !network || network.name !== dockerNetworkOf(snapshot, packet.source)?.name) return null
    if (network.options[option] !== 'false' || network.bridge === null || !isItsDrop(stopped.text, network.bridge))
      return null
    const target = failing.direction === 'request' ? packet.destination : packet.source
    const [container] = containersAt(snapshot, target)
    const where = failing.verdict.at.namespace ?? ''
    const called = container ? `container ${container} (${target})` : target
    const published = publishedPorts(snapshot).find(
      (one) => one.container === container && one.containerPort === packet.destinationPort,
    )
    return {
      message: `${opening(failing)}: the node and ${called} are both on Docker network ${network.name}, which was made with ${option}=false, so Docker drops what one of its containers sends to another: ${stopped.text} on ${where}. Use a port that the container publishes on the host, or a network without that option for both.`,
      evidence: [
        { kind: 'network', text: `${network.name}: ${option}=false` },
        ...evidenceOf(snapshot, [stopped.fact]),
      ],
      checks: [
        { where, argv: ['docker', 'network', 'inspect', '-f', '{{json .Options}}', network.name] },
        { where, argv: listChain(stopped.place) },
      ],
      fixes: [
        published
          ? {
              title: 'Point the Service at the published port',
              reversible: true,
              widens: [],
              actions: [
                {
                  kind: 'manual',
                  where: 'cluster',
                  text: `Container ${container} publishes port ${packet.destinationPort} on port ${published.hostPort} of the host: put the host's address as the nodes see it and port ${published.hostPort} in the Service's EndpointSlice, in place of ${endText(target, packet.destinationPort)}.`,
                },
              ],
            }
          : {
              title: 'Let both meet on a network of their own',
              reversible: true,
              widens: [{ source: 'the nodes', destination: container ?? target, port: null }],
              actions: [
                {
                  kind: 'manual',
                  where,
                  text: `docker network create outside; docker network connect outside ${container ?? 'CONTAINER'}; docker network connect outside NODE for every node; then put the container's address on network outside in the EndpointSlice.`,
                },
              ],
            },
      ],
    }
  },
})

/** setup_ip_tables_linux.go, setIcc: from the bridge to the bridge; nftables writes the names in quotes. */
function isItsDrop(text: string, bridge: string): boolean {
  const iptables = text.includes(` -i ${bridge} `) && text.includes(` -o ${bridge} `) && !text.includes('! -')
  const nft = text.includes(`iifname "${bridge}"`) && text.includes(`oifname "${bridge}"`) && !text.includes('!=')
  return iptables || nft
}
