// The node's end of the pod's link (its CNI bridge) has lost the address that is the pods' gateway.
import type { Link, Namespace } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { endsIn, familyOf } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'bridge-without-address',
  title: "The node's CNI bridge has no address, so the pods' gateway is gone",
  stage: 2,
  inputs: ['connections', 'snapshot'],
  explains: 'client',
  explain: (failing, { snapshot }) => {
    const { reason, at, evidence } = failing.verdict
    if (reason.kind !== 'neighbour-unanswered' || !reason.asGateway || !endsIn(snapshot, failing, 'pod')) return null
    const facing = facingLink(snapshot, at.namespace ?? '', reason.link)
    const family = familyOf(reason.address)
    if (!facing || facing.link.addresses.some((own) => own.family === family && own.scope !== 'link')) return null
    const { node, link } = facing
    const pod = snapshot.namespaces.find((namespace) => namespace.name === at.namespace)
    const length = pod?.links
      .find((own) => own.name === reason.link)
      ?.addresses.find((own) => own.family === family)?.prefixLength
    return {
      message: `${opening(failing)}: pods on ${node} send to their gateway ${reason.address}, and ${link.name} on ${node}, where that address belongs, has no address. Give it back, or restart the CNI plugin of ${node}.`,
      evidence: [
        { kind: 'link', text: `${link.name} on ${node} has no IPv${family} address` },
        ...evidenceOf(snapshot, [`${node}#link/${link.name}`, ...evidence]),
      ],
      checks: [{ where: node, argv: ['ip', 'addr', 'show', 'dev', link.name] }],
      fixes: [
        {
          title: "Give the bridge the pods' gateway address again",
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'exec',
              where: node,
              argv: ipCommand(reason.address, 'addr', 'add', `${reason.address}/${length ?? 24}`, 'dev', link.name),
            },
          ],
        },
      ],
    }
  },
})

/** The bridge that the pod's veth is a port of; null for point-to-point links. */
function facingLink(snapshot: Snapshot, pod: string, linkName: string): { node: string; link: Link } | null {
  const find = (name: string): Namespace | undefined => snapshot.namespaces.find((namespace) => namespace.name === name)
  const peer = find(pod)?.links.find((link) => link.name === linkName)?.peer
  const node = peer?.namespace ? find(peer.namespace) : undefined
  const port = node?.links.find((link) => link.index === peer?.index)
  const bridge = port?.master ? node?.links.find((link) => link.name === port.master) : undefined
  return node && bridge ? { node: node.name, link: bridge } : null
}
