// A NAT rule sends packets from outside to 127.0.0.1, which the kernel refuses without route_localnet.

import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'loopback-nat-without-route-localnet',
  title: 'A NAT rule leads to 127.0.0.1, and route_localnet is off',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at } = failing.verdict
    if (reason.kind !== 'loopback-without-route-localnet') return null
    const where = at.namespace ?? ''
    const key = `net.ipv4.conf.${reason.link}.route_localnet`
    return {
      message: `${opening(failing)}: a NAT rule of ${where} sends what comes in by ${reason.link} to ${reason.address}, and the kernel takes no packets from outside for loopback addresses while ${key} is 0. Send them to an address of ${where} on which the server listens, or set the sysctl for this link alone.`,
      evidence: [...evidenceOf(snapshot, [reason.sysctl]), ...evidenceOf(snapshot, natRules(failing))],
      checks: [
        { where, argv: ['sysctl', key] },
        { where, argv: ['iptables', '-t', 'nat', '-S'] },
      ],
      fixes: [
        {
          title: `Let packets of ${reason.link} reach loopback addresses`,
          reversible: true,
          widens: [{ source: `whoever reaches ${where} by ${reason.link}`, destination: '127.0.0.0/8', port: null }],
          actions: [{ kind: 'exec', where, argv: ['sysctl', '-w', `${key}=1`] }],
        },
      ],
    }
  },
})

function natRules({ hops, verdict }: FailingPath): string[] {
  return hops
    .filter((hop) => hop.namespace === verdict.at.namespace)
    .flatMap((hop) => hop.steps.flatMap((step) => (step.kind === 'nat' && step.fact !== null ? [step.fact] : [])))
}
