// A netfilter rule of the node, or of the pod's own namespace, rejects the request.
import { firewallCause } from '../firewall-cause.ts'
import { endsIn } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { policyDenial } from '../policy-denial.ts'
import { stoppingRule } from '../stopping-rule.ts'
import { unseenTable } from '../unseen-table.ts'

export const rule = pathRule({
  name: 'node-firewall-rejects',
  title: "The node's firewall rejects the request",
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'node', 'pod')) return null
    const stopped = stoppingRule(failing, snapshot)
    if (!stopped || stopped.rejectsWith === null || isKubeProxy(stopped.place)) return null
    if (unseenTable(stopped, snapshot) || policyDenial(failing, snapshot)) return null
    return firewallCause(failing, snapshot, stopped)
  },
})

/** kube-proxy rejects what has no endpoints: the Service's objects are at fault, not a firewall. */
function isKubeProxy({
  table,
  chain,
  rule,
}: {
  table: string
  chain: { name: string }
  rule: { text: string } | null
}): boolean {
  return (
    table === 'kube-proxy' || (chain.name.startsWith('KUBE-') && (rule?.text.includes('has no endpoints') ?? false))
  )
}
