// A route or policy rule of the node refuses the address: blackhole, unreachable, prohibit, throw.
import { blockingCause } from '../blocking-cause.ts'
import { endsIn, isStrayClusterIp } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'node-route-blocks',
  title: 'A route of the node refuses the address',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) =>
    endsIn(snapshot, failing, 'node') && !isStrayClusterIp(snapshot, failing)
      ? blockingCause(failing, snapshot, 'node')
      : null,
})
