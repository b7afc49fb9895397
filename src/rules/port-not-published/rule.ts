// A container serves the port, and Docker does not publish it where the pods arrive on the host.
import type { Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import { deafness } from '../deaf-sockets.ts'
import type { FailingPath } from '../failing-paths.ts'
import { hostPrefix } from '../ip-command.ts'
import { listSockets } from '../listener-cause.ts'
import { isNamedFor } from '../named-for.ts'
import { opening } from '../opening.ts'
import { connectedNetwork, endsIn, endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { portSockets, type RunningContainer, runningContainers, servesPort } from '../running-containers.ts'

export const rule = pathRule({
  name: 'port-not-published',
  title: 'A container serves the port, and Docker does not publish it there',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  dependsOn: [
    'container-stopped',
    'docker-network-internal',
    'node-owns-target-address',
    'endpoint-port-wrong',
    'headless-port-not-remapped',
    'external-name-does-not-map-ports',
    'service-port-not-served',
  ],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    if (!deaf || !endsIn(snapshot, failing, 'host')) return null
    const { namespace, address, port } = deaf
    const { protocol, source } = failing.path.arrived
    const found = servingContainer(failing, snapshot, port, protocol)
    if (!found) return null
    const elsewhere = found.ports.get(`${port}/${protocol}`) ?? []
    // It is published there: that nobody takes the packet has another cause.
    if (elsewhere.some((one) => one.port === port && (isAny(one.address) || one.address === address))) return null
    // The sockets on this port are docker-proxy's for another address, or there is none.
    const isItsProxy = elsewhere.some((one) => one.port === port)
    if (deaf.why !== 'nobody' && !(deaf.why === 'other-address' && isItsProxy)) return null
    const published = elsewhere.map((one) => endText(one.address || '0.0.0.0', one.port)).join(' and ')
    const where =
      elsewhere.length === 0
        ? `Docker does not publish its port ${port}`
        : `Docker publishes its port ${port} as ${published} only`
    const own = found.addresses.map((one) => `${one.address} on Docker network ${one.network}`).join(', ')
    return {
      message: `${opening(failing)}: container ${found.name} serves port ${port} at its own address (${own}), and ${where}, so nothing on ${namespace} listens on ${endText(address, port)}, where pods arrive. Publish the port there.`,
      evidence: [
        {
          kind: 'container',
          text: `${found.name}: ${port}/${protocol}${published ? ` -> ${published}` : ', not published'}`,
        },
        ...portSockets(snapshot, found, port, protocol).map((text) => ({ kind: 'socket' as const, text })),
        { kind: 'socket', text: `no ${protocol === 'udp' ? 'UNCONN' : 'LISTEN'} socket on ${endText(address, port)}` },
      ],
      checks: [listSockets(failing, deaf), { where: namespace, argv: ['docker', 'port', found.name] }],
      fixes: [publish(snapshot, found, { namespace, address, port, source }), ...elsewhere.flatMap(useThat(address))],
    }
  },
})

/** The container that is called as the Service is, else the only one that serves the port. */
function servingContainer(
  { connection }: FailingPath,
  snapshot: Snapshot,
  port: number,
  protocol: string,
): RunningContainer | null {
  const serving = runningContainers(snapshot).filter(
    (one) => one.addresses.length > 0 && servesPort(snapshot, one, port, protocol),
  )
  const service = connection.service?.name
  const named = service === undefined ? [] : serving.filter(({ name }) => isNamedFor(name, service))
  const meant = named.length > 0 ? named : serving
  return meant.length === 1 ? (meant[0] ?? null) : null
}

interface Arrival {
  readonly namespace: string
  readonly address: string
  readonly port: number
  readonly source: string
}

function publish(snapshot: Snapshot, { name }: RunningContainer, { namespace, address, port, source }: Arrival): Fix {
  const place = findNamespace(snapshot, namespace)
  const from = (place && connectedNetwork(place, source)?.network) ?? hostPrefix(source)
  const end = `${endText(address, port)}:${port}`
  return {
    title: `Publish the port on ${address}`,
    reversible: true,
    widens: [{ source: from, destination: address, port }],
    actions: [
      {
        kind: 'manual',
        where: namespace,
        text: `Make container ${name} anew with -p ${end} (in a compose file: ports: ["${end}"]).`,
      },
    ],
  }
}

/** Published there already, under another number. */
function useThat(address: string) {
  return (one: { readonly address: string; readonly port: number }): Fix[] =>
    !isAny(one.address) && one.address !== address
      ? []
      : [
          {
            title: `Point the Service at port ${one.port}`,
            reversible: true,
            widens: [],
            actions: [
              {
                kind: 'manual',
                where: 'cluster',
                text: `Put port ${one.port} in the Service's EndpointSlice (a client of a headless Service or an ExternalName dials it itself).`,
              },
            ],
          },
        ]
}

function isAny(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::'
}
