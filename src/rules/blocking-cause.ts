// What a route or policy rule that refuses an address amounts to: said alike for pods and nodes.
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { findPolicyRule, findRoute } from '../trace/facts/find-fact.ts'
import type { FailingPath } from './failing-paths.ts'
import { evidenceOf } from './finding-about.ts'
import { deleteRoute, ipCommand } from './ip-command.ts'
import { opening } from './opening.ts'
import { packetAt } from './packet-at.ts'
import type { Cause } from './path-rule.ts'

export function blockingCause(failing: FailingPath, snapshot: Snapshot, what: 'pod' | 'node'): Cause | null {
  const { reason, at } = failing.verdict
  if (reason.kind !== 'route-blocks' && reason.kind !== 'policy-rule-blocks') return null
  const fact = reason.kind === 'route-blocks' ? reason.route : reason.rule
  const where = at.namespace ?? ''
  const { destination, source } = packetAt(failing)
  const noun = reason.kind === 'route-blocks' ? 'route' : 'policy rule'
  const argv = undo(snapshot, fact, destination)
  return {
    message: `${opening(failing)}: ${what} ${where} has a ${noun} of type ${reason.type} for ${destination}: ${factText(snapshot, fact)}. ${effects[reason.type]} Find out who set it, then take it away.`,
    evidence: evidenceOf(snapshot, [fact]),
    checks: [
      { where, argv: ipCommand(destination, 'route', 'get', destination) },
      {
        where,
        argv:
          reason.kind === 'route-blocks'
            ? ipCommand(destination, 'route', 'show', 'type', reason.type)
            : ipCommand(destination, 'rule', 'show'),
      },
    ],
    fixes: argv
      ? [
          {
            title: `Take the ${reason.type} ${noun} away`,
            reversible: true,
            widens: [
              {
                source: source === '' ? where : source,
                destination: widened(snapshot, fact) ?? destination,
                port: null,
              },
            ],
            actions: [{ kind: 'exec', where, argv }],
          },
        ]
      : [],
  }
}

const effects = {
  blackhole: 'Packets for it are thrown away.',
  unreachable: 'Packets for it are answered with "host unreachable".',
  prohibit: 'Packets for it are answered with "prohibited".',
  throw: 'It ends the look-up in its table, and no later table has a route.',
} as const

function undo(snapshot: Snapshot, fact: string, destination: string): readonly string[] | null {
  const route = findRoute(snapshot, fact)
  if (route) return deleteRoute(route)
  const rule = findPolicyRule(snapshot, fact)
  return rule ? ipCommand(destination, 'rule', 'del', 'priority', String(rule.priority)) : null
}

function widened(snapshot: Snapshot, fact: string): string | null {
  return findRoute(snapshot, fact)?.destination ?? null
}
