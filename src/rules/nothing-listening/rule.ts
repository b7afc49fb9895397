// No socket listens on the port that was dialled, on any address of the machine.

import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import { deafness, listeningOn, whoListens } from '../deaf-sockets.ts'
import { listSockets } from '../listener-cause.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'nothing-listening',
  title: 'Nothing listens on the port',
  stage: 7,
  inputs: ['connections', 'snapshot'],
  dependsOn: [
    'node-owns-target-address',
    'headless-port-not-remapped',
    'endpoint-port-wrong',
    'endpoint-address-stale',
    'address-reused-by-another',
    'service-port-not-served',
    'external-name-does-not-map-ports',
    'localhost-is-the-pod',
    'container-stopped',
    'port-not-published',
    'docker-network-internal',
  ],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    if (deaf?.why !== 'nobody') return null
    const { namespace, address, port } = deaf
    const { protocol } = failing.path.arrived
    const near = nearbyServers(snapshot, namespace, address, protocol)
    return {
      message: `${opening(failing)}: nothing on ${namespace} listens on ${protocol} port ${port}.${near} Start the server, or correct the port in the Service and its EndpointSlice.`,
      evidence: [
        { kind: 'socket', text: `no ${protocol === 'udp' ? 'UNCONN' : 'LISTEN'} socket on ${endText(address, port)}` },
      ],
      checks: [listSockets(failing, deaf)],
      fixes: [
        {
          title: 'Start the server',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where: namespace,
              text: `Start the server that should listen on ${endText(address, port)}.`,
            },
          ],
        },
      ],
    }
  },
})

/** What would answer on that address: a wrong port is the next thing to think of. */
function nearbyServers(snapshot: Snapshot, namespace: string, address: string, protocol: string): string {
  const sockets = (findNamespace(snapshot, namespace)?.sockets ?? [])
    .filter((socket) => socket.protocol === protocol && (protocol === 'udp' || socket.state === 'LISTEN'))
    .filter((socket) => socket.address === address || socket.address === '0.0.0.0' || socket.address === '::')
    .map((socket) => ({ fact: '', socket }))
  if (sockets.length === 0 || sockets.length > 3) return ''
  const named = sockets.map((entry) => `${whoListens([entry])} on ${listeningOn([entry])}`)
  return ` There it would find ${named.join(', ')}.`
}
