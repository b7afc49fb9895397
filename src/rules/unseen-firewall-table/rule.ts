// The rule that stops the request stands in the tables of the other iptables backend, which nobody there looks at.
import { firewallCause } from '../firewall-cause.ts'
import { pathRule } from '../path-rule.ts'
import { stoppingRule } from '../stopping-rule.ts'
import { unseenTable } from '../unseen-table.ts'

export const rule = pathRule({
  name: 'unseen-firewall-table',
  title: 'A rule of the other iptables backend stops the request',
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply') return null
    const stopped = stoppingRule(failing, snapshot)
    const unseen = stopped && unseenTable(stopped, snapshot)
    if (!stopped || !unseen) return null
    const { place } = stopped
    const tool = place.family === 'ip6' ? 'ip6tables' : 'iptables'
    const own = place.backend.replace('iptables', tool)
    const shown = unseen.seen.replace('iptables', tool)
    const cause = firewallCause(failing, snapshot, stopped)
    const named = (argv: readonly string[]) => argv.map((word, index) => (index === 0 && word === tool ? own : word))
    const whose =
      unseen.chains.length === 0
        ? ''
        : `, where ${unseen.chains.length === 1 ? 'chain' : 'chains'} ${unseen.chains.join(' and ')} stand${unseen.chains.length === 1 ? 's' : ''}`
    return {
      message: `${cause.message} It stands in the tables of ${own}; ${tool} there shows those of ${shown}${whose}, and the kernel runs both. Keep the rules of one of them.`,
      evidence: [
        ...cause.evidence,
        { kind: 'chain', text: `${place.namespace} holds rules of ${own} and of ${shown}` },
      ],
      checks: [
        ...cause.checks.map((check) => ({ ...check, argv: named(check.argv) })),
        { where: place.namespace, argv: [`${own}-save`] },
      ],
      fixes: [
        ...cause.fixes.map((fix) => ({
          ...fix,
          actions: fix.actions.map((action) =>
            action.kind === 'exec' ? { ...action, argv: named(action.argv) } : action,
          ),
        })),
        {
          title: `Use one backend there, and clear the tables of ${own}`,
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where: place.namespace,
              text: `Save them (${own}-save > rules), find out who writes there, move what is wanted to ${shown}, then empty them: ${own} -F, and ${own} -P CHAIN ACCEPT for each built-in chain.`,
            },
          ],
        },
      ],
    }
  },
})
