// The pod's own link, or the node's end of it, is down.

import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'pod-link-down',
  title: "The pod's link is down",
  stage: 1,
  inputs: ['connections', 'snapshot'],
  explains: 'client',
  explain: (failing, { snapshot }) => {
    const down = downLink(failing, snapshot)
    if (!down) return null
    const { where, link, pod } = down
    const whose =
      where === pod ? `link ${link} of pod ${pod}` : `${link} on ${where}, the node's end of the link of pod ${pod},`
    return {
      message: `${opening(failing)}: ${whose} is down, so nothing leaves the pod. Delete the pod so that its CNI plugin sets it up anew, or set the link up.`,
      evidence: evidenceOf(snapshot, [`${where}#link/${link}`]),
      checks: [{ where, argv: ['ip', 'link', 'show', 'dev', link] }],
      fixes: [
        {
          title: 'Set the link up',
          reversible: true,
          widens: [],
          actions: [{ kind: 'exec', where, argv: ['ip', 'link', 'set', 'dev', link, 'up'] }],
        },
      ],
    }
  },
})

interface DownLink {
  readonly where: string
  readonly link: string
  readonly pod: string
}

/** A link that is down takes its routes with it, so the packet may end for want of a route or of a neighbour. */
function downLink({ connection, verdict, direction }: FailingPath, snapshot: Snapshot): DownLink | null {
  const pod = findNamespace(snapshot, connection.from.namespace)
  const inPod = verdict.at.namespace === pod?.name && wantOfLink.has(verdict.reason.kind)
  if (pod?.role !== 'pod' || direction === 'reply' || !(inPod || verdict.reason.kind === 'link-down')) return null
  for (const link of pod.links) {
    // A kernel has further links in every namespace that are down by nature (tunl0, sit0).
    if (link.kind !== 'veth') continue
    if (!link.up) return { where: pod.name, link: link.name, pod: pod.name }
    const node = link.peer?.namespace ? findNamespace(snapshot, link.peer.namespace) : null
    const peer = node?.links.find((candidate) => candidate.index === link.peer?.index)
    if (node && peer && !peer.up) return { where: node.name, link: peer.name, pod: pod.name }
  }
  return null
}

const wantOfLink: ReadonlySet<string> = new Set(['no-route', 'neighbour-unanswered', 'no-source-address', 'link-down'])
