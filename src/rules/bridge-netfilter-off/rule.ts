// The reply crosses a bridge without passing netfilter, so it keeps the address that the client did not dial.
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { familyOf } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'bridge-netfilter-off',
  title: 'Bridged replies do not pass netfilter and keep the wrong address',
  stage: 2,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason } = failing.verdict
    if (reason.kind !== 'reply-from-wrong-address') return null
    const where = bridging(failing)
    if (where === null) return null
    const key = `net.bridge.bridge-nf-call-${familyOf(reason.got) === 6 ? 'ip6tables' : 'iptables'}`
    return {
      message: `${opening(failing)}: the reply comes from ${reason.got} and not from ${reason.expected}, which the client dialled: it crosses the bridge of ${where} without passing netfilter (${key} = 0), so nothing translates it back, and the client answers it with a reset. Turn the sysctl on.`,
      evidence: evidenceOf(snapshot, [`${where}#sysctl/${key}`]),
      checks: [{ where, argv: ['sysctl', key] }],
      fixes: [
        {
          title: 'Let bridged packets pass netfilter',
          reversible: true,
          widens: [],
          actions: [{ kind: 'exec', where, argv: ['sysctl', '-w', `${key}=1`] }],
        },
      ],
    }
  },
})

/** The namespace whose bridge sent the reply from port to port. */
function bridging({ hops }: FailingPath): string | null {
  const hop = hops.findLast((candidate) =>
    candidate.steps.some((step) => step.kind === 'bridge' && step.fromPort !== null && step.toPort !== null),
  )
  return hop?.namespace ?? null
}
