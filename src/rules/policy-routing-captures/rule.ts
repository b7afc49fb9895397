// A policy rule leads the packet to a routing table of its own, where it fails, though the main table would carry it.
import type { Route } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseAddress, parsePrefix, prefixContains } from '../../trace/address.ts'
import { findNamespace, findPolicyRule, findRoute } from '../../trace/facts/find-fact.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { hostPrefix, ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { endsIn, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'policy-routing-captures',
  title: 'A policy rule leads the packet to a table in which it fails',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at } = failing.verdict
    if (reason.kind !== 'neighbour-unanswered' || reason.route === null || !endsIn(snapshot, failing, 'node', 'host'))
      return null
    const where = at.namespace ?? ''
    const { destination, source } = packetAt(failing)
    const route = findRoute(snapshot, reason.route)
    const ruleFact = lastPolicyRule(failing, where)
    const policy = ruleFact === null ? null : findPolicyRule(snapshot, ruleFact)
    if (!route || ruleFact === null || !policy || ['main', 'local', 'default'].includes(route.table)) return null
    const usual = mainRoute(snapshot, where, destination)
    if (!usual || usual.gateway === route.gateway) return null
    return {
      message: `${opening(failing)}: policy rule ${policy.priority} of ${where} (${policy.text}) sends packets from ${source} to table ${route.table}, whose way to ${destination} leads to ${reason.address}, where nobody answers. The main table would send them ${usual.gateway ? `to ${usual.gateway}` : `out by ${usual.link}`}. Except this address from the rule.`,
      evidence: evidenceOf(snapshot, [ruleFact, reason.route]),
      checks: [
        { where, argv: ipCommand(destination, 'rule', 'show') },
        { where, argv: ipCommand(destination, 'route', 'show', 'table', route.table) },
      ],
      fixes: [
        {
          title: 'Look this one address up in the main table',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'exec',
              where,
              argv: ipCommand(
                destination,
                'rule',
                'add',
                'priority',
                String(Math.max(1, policy.priority - 1)),
                'to',
                hostPrefix(destination),
                'lookup',
                'main',
              ),
            },
          ],
        },
      ],
    }
  },
})

function lastPolicyRule({ hops }: FailingPath, where: string): string | null {
  const steps = hops.filter((hop) => hop.namespace === where).flatMap((hop) => hop.steps)
  const step = steps.findLast((candidate) => candidate.kind === 'policy-rule')
  return step?.kind === 'policy-rule' ? step.fact : null
}

/** The longest prefix of the main table that holds the address. */
function mainRoute(snapshot: Snapshot, where: string, destination: string): Route | null {
  const address = parseAddress(destination)
  const routes = (findNamespace(snapshot, where)?.routes ?? []).filter((route) => {
    const prefix = parsePrefix(route.destination)
    return route.table === 'main' && route.type === 'unicast' && address && prefix && prefixContains(prefix, address)
  })
  const length = (route: Route): number => parsePrefix(route.destination)?.length ?? 0
  return routes.toSorted((left, right) => length(right) - length(left) || left.metric - right.metric)[0] ?? null
}
