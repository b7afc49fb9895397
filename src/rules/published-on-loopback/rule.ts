// Docker published the container's port on 127.0.0.1 only, where nodes do not arrive.

import { findNamespace } from '../../trace/facts/find-fact.ts'
import { deafness } from '../deaf-sockets.ts'
import { evidenceOf } from '../finding-about.ts'
import { hostPrefix } from '../ip-command.ts'
import { listSockets } from '../listener-cause.ts'
import { opening } from '../opening.ts'
import { connectedNetwork, endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'published-on-loopback',
  title: 'Docker published the port on 127.0.0.1 only',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['node-owns-target-address'],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    if (deaf?.why !== 'published-on-loopback') return null
    const { namespace, address, port, sockets, published } = deaf
    const container = published ? `container ${published.container}` : 'a container'
    const bound = published?.hostAddress ?? sockets[0]?.socket.address ?? '127.0.0.1'
    const inside = published?.containerPort ?? port
    const place = findNamespace(snapshot, namespace)
    const source = failing.path.arrived.source
    const from = (place && connectedNetwork(place, source)?.network) ?? hostPrefix(source)
    return {
      message: `${opening(failing)}: Docker publishes port ${port} of ${container} on ${bound} only, and pods arrive at ${address}. Publish it on ${address}.`,
      evidence: [
        ...(published
          ? [
              {
                kind: 'container' as const,
                text: `${published.container}: ${published.containerPort}/${published.protocol} -> ${endText(bound, port)}`,
              },
            ]
          : []),
        ...evidenceOf(
          snapshot,
          sockets.map(({ fact }) => fact),
        ),
      ],
      checks: [
        listSockets(failing, deaf),
        ...(published ? [{ where: namespace, argv: ['docker', 'port', published.container] }] : []),
      ],
      fixes: [
        {
          title: `Publish the port on ${address}`,
          reversible: true,
          widens: [{ source: from, destination: address, port }],
          actions: [
            {
              kind: 'manual',
              where: namespace,
              text: `Make ${container} anew with -p ${endText(address, port)}:${inside} (in a compose file: "${endText(address, port)}:${inside}") beside -p ${endText(bound, port)}:${inside}.`,
            },
          ],
        },
      ],
    }
  },
})
