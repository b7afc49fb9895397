// The packet goes round between machines until its time to live is used up.

import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { opening } from '../opening.ts'
import { packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'routing-loop',
  title: 'The packet goes round in a circle',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.verdict.kind !== 'looped' || isPodAddressOutside(snapshot, failing)) return null
    const { destination } = packetAt(failing)
    const circle = [...new Set(routesOfCircle(failing))]
    const names = [...new Set(circle.map((fact) => fact.split('#')[0] ?? ''))]
    return {
      message: `${opening(failing)}: packets for ${destination} go round between ${names.join(' and ')}, each of which sends them on to the next, until their time to live is used up. Correct the route of the one that should not send them back.`,
      evidence: evidenceOf(snapshot, circle),
      checks: names.map((where) => ({ where, argv: ipCommand(destination, 'route', 'get', destination) })),
      fixes: [],
    }
  },
})

/** Routes that were taken more than once. */
function routesOfCircle({ hops }: FailingPath): string[] {
  const taken = hops.flatMap((hop) =>
    hop.steps.flatMap((step) => (step.kind === 'route' && step.fact !== null ? [step.fact] : [])),
  )
  return taken.filter((fact, index) => taken.indexOf(fact) !== index)
}
