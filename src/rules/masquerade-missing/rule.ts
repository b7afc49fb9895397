// Packets leave the node with the pod's own address, and the other side has no way back to it.

import type { Snapshot } from '../../model/snapshot.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { hostPrefix, ipCommand } from '../ip-command.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { opening } from '../opening.ts'
import { familyOf, isInside } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'masquerade-missing',
  title: "Packets leave the node with the pod's own address, and no way leads back to it",
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (!isPodAddressOutside(snapshot, failing)) return null
    const { source, destination } = failing.path.arrived
    const { node } = failing.connection.from
    const where = node ?? ''
    const far = failing.verdict.at.namespace ?? 'the other side'
    const link = nodeLink(failing, where)
    const tables = familyOf(source) === 6 ? 'ip6tables' : 'iptables'
    const out = link === null ? [] : ['-o', link]
    return {
      at: { stage: 4, namespace: node },
      message: `${opening(failing)}: node ${where} sends the packets of its pods on with the pod's own address ${source}, and ${far} has no way back to it. Let the node put its own address in their place (masquerade), or give ${far} a route to the pods.`,
      evidence: [
        // The same for all that these pods send out: one cause.
        { kind: 'connection', text: `pods of ${podNetwork(snapshot, source)} leave ${where} untranslated` },
        { kind: 'connection', text: `${source} → ${destination} leaves ${where} untranslated` },
        ...evidenceOf(snapshot, failing.verdict.evidence),
      ],
      checks: [
        { where, argv: [tables, '-t', 'nat', '-nvL', 'POSTROUTING'] },
        { where: far, argv: ipCommand(source, 'route', 'get', source) },
      ],
      fixes: [
        {
          title: 'Masquerade what goes to this one address',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'exec',
              where,
              argv: [
                tables,
                '-t',
                'nat',
                '-A',
                'POSTROUTING',
                '-s',
                hostPrefix(source),
                '-d',
                hostPrefix(destination),
                ...out,
                '-j',
                'MASQUERADE',
              ],
            },
          ],
        },
      ],
    }
  },
})

function podNetwork(snapshot: Snapshot, address: string): string {
  return snapshot.podCidrs.find((network) => isInside(address, [network])) ?? address
}

/** The link by which the request left the node. */
function nodeLink({ path }: FailingPath, node: string): string | null {
  const hop = path.hops.findLast((candidate) => candidate.namespace === node)
  for (const step of hop?.steps ?? []) if (step.kind === 'cross') return step.link
  return hop?.link ?? null
}
