// A pod reaches itself through a Service, and its bridge port does not send frames back where they came from.
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'hairpin-off',
  title: 'The bridge port does not send a frame back where it came from',
  stage: 2,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at, evidence } = failing.verdict
    if (reason.kind !== 'bridge-port-closed' || reason.why !== 'hairpin') return null
    const where = at.namespace ?? ''
    return {
      message: `${opening(failing)}: on ${where} the packet has to leave bridge ${reason.bridge} by ${reason.port}, the port by which it came in, and hairpin mode of that port is off. Turn it on for this port.`,
      evidence: evidenceOf(snapshot, evidence),
      checks: [{ where, argv: ['bridge', '-d', 'link', 'show', 'dev', reason.port] }],
      fixes: [
        {
          title: 'Turn hairpin mode of the port on',
          reversible: true,
          widens: [],
          actions: [{ kind: 'exec', where, argv: ['bridge', 'link', 'set', 'dev', reason.port, 'hairpin', 'on'] }],
        },
      ],
    }
  },
})
