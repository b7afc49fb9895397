// A netfilter rule of the node, or of the pod's own namespace, drops the request.
import { firewallCause } from '../firewall-cause.ts'
import { endsIn } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { policyDenial } from '../policy-denial.ts'
import { stoppingRule } from '../stopping-rule.ts'
import { unseenTable } from '../unseen-table.ts'

export const rule = pathRule({
  name: 'node-firewall-drops',
  title: "The node's firewall drops the request",
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'node', 'pod')) return null
    const stopped = stoppingRule(failing, snapshot)
    if (!stopped || stopped.rejectsWith !== null || unseenTable(stopped, snapshot) || policyDenial(failing, snapshot))
      return null
    return firewallCause(failing, snapshot, stopped)
  },
})
