// A route or policy rule inside the pod refuses the address: blackhole, unreachable, prohibit, throw.
import { blockingCause } from '../blocking-cause.ts'
import { endsIn } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'pod-route-blocks',
  title: 'A route in the pod refuses the address',
  stage: 1,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) =>
    endsIn(snapshot, failing, 'pod') ? blockingCause(failing, snapshot, 'pod') : null,
})
