// The container that should answer is there and does not run: its address, or the port that it publishes, is nobody's.
import type { Evidence } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { containerAddresses, type IdleContainer, idleContainers, networkAt, publishedPorts } from '../docker-facts.ts'
import type { FailingPath } from '../failing-paths.ts'
import { isNamedFor } from '../named-for.ts'
import { opening } from '../opening.ts'
import { endsIn, endText, familyOf, isInside } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'container-stopped',
  title: 'The container that should answer does not run',
  stage: 7,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['endpoint-address-stale', 'address-reused-by-another', 'node-owns-target-address'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply') return null
    const idle = byAddress(failing, snapshot) ?? byPublishedPort(failing, snapshot)
    if (!idle) return null
    const { container, belongs, silence, evidence } = idle
    const isLooping = container.status === 'restarting'
    const state = isLooping
      ? `ends as soon as it starts (restarting${exitText(container)})`
      : `does not run (${container.status}${exitText(container)})`
    const advice = isLooping ? 'Look at its log for why it ends.' : `Start it: docker start ${container.name}.`
    return {
      message: `${opening(failing)}: container ${container.name}${belongs} ${state}. ${advice}${silence}`,
      evidence: [
        { kind: 'container', text: `${container.name}: ${container.status}${exitText(container)}` },
        ...evidence,
      ],
      checks: [
        { where: 'host', argv: ['docker', 'ps', '-a', '--filter', `name=${container.name}`] },
        { where: 'host', argv: ['docker', 'logs', '--tail', '20', container.name] },
      ],
      fixes: isLooping
        ? [
            {
              title: 'Mend what ends its process',
              reversible: true,
              widens: [],
              actions: [{ kind: 'manual', where: 'host', text: `docker logs --tail 20 ${container.name} says why.` }],
            },
          ]
        : [
            {
              title: `Start container ${container.name}`,
              reversible: true,
              widens: [],
              actions: [{ kind: 'docker', argv: ['docker', 'start', container.name] }],
            },
          ],
    }
  },
})

interface Idle {
  readonly container: IdleContainer
  /** `, which publishes port 9200 when it runs,`, ` of Docker network kind`. */
  readonly belongs: string
  /** A further sentence. */
  readonly silence: string
  readonly evidence: readonly Evidence[]
}

/** Docker forgets a stopped container's address unless it was given for good; then its name and network must tell. */
function byAddress({ verdict, connection }: FailingPath, snapshot: Snapshot): Idle | null {
  const { reason } = verdict
  if (reason.kind !== 'neighbour-unanswered' || reason.asGateway || reason.silent !== null) return null
  const { address, link } = reason
  const running = containerAddresses(snapshot).filter((one) => one.address === address)
  const owners = idleContainers(snapshot).filter((container) => container.addresses.includes(address))
  if (running.some(({ name }) => !owners.some((owner) => owner.name === name))) return null
  const evidence = [
    {
      kind: 'neighbour' as const,
      text: `${address} dev ${link} ${reason.remembered ? 'STALE, answered by nobody' : 'FAILED'}`,
    },
  ]
  const silence = ` Nobody answers for ${address} on ${verdict.at.namespace}.`
  const [owner] = owners
  if (owner && owners.length === 1)
    return { container: owner, belongs: `, which has ${address} when it runs,`, silence, evidence }
  const network = networkAt(snapshot, (subnet) => isInside(address, [subnet]))
  const service = connection.service?.name
  if (owner || network === null || service === undefined) return null
  const namesakes = idleContainers(snapshot).filter(
    (container) => container.networks.includes(network) && isNamedFor(container.name, service),
  )
  const [namesake] = namesakes
  const others = containerAddresses(snapshot).filter((one) => one.network === network && isNamedFor(one.name, service))
  if (!namesake || namesakes.length !== 1 || others.length > 0) return null
  return { container: namesake, belongs: ` of Docker network ${network}`, silence, evidence }
}

/** Docker frees a port that a container publishes when it stops. Where another one would publish it too, none of them is meant for sure. */
function byPublishedPort(failing: FailingPath, snapshot: Snapshot): Idle | null {
  const { reason } = failing.verdict
  if (reason.kind !== 'nothing-listens' || reason.others.length > 0 || !endsIn(snapshot, failing, 'host')) return null
  const { protocol } = failing.path.arrived
  const publishers = publishedPorts(snapshot).filter(
    (one) => one.hostPort === reason.port && one.protocol === protocol && covers(one.hostAddress, reason.address),
  )
  const names = new Set(publishers.map((one) => one.container))
  const [published] = publishers
  const container = idleContainers(snapshot).find(({ name }) => name === published?.container)
  if (!published || !container || names.size !== 1) return null
  const end = endText(reason.address, reason.port)
  const to = `${published.containerPort}/${protocol} -> ${endText(published.hostAddress || '0.0.0.0', published.hostPort)}`
  return {
    container,
    belongs: `, which publishes port ${reason.port} when it runs,`,
    silence: '',
    evidence: [
      { kind: 'container', text: `${container.name}: ${to}` },
      { kind: 'socket', text: `no ${protocol === 'udp' ? 'UNCONN' : 'LISTEN'} socket on ${end}` },
    ],
  }
}

/** Docker writes no address, or a family's unspecified one, for all of them. */
function covers(published: string, address: string): boolean {
  if (published === '' || published === address) return true
  return published === (familyOf(address) === 6 ? '::' : '0.0.0.0')
}

function exitText({ exitCode }: IdleContainer): string {
  return exitCode === null ? '' : `, exit code ${exitCode}`
}
