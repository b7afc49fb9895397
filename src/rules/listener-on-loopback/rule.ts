// The server listens on the loopback address only, where nobody from outside its namespace arrives.
import { deafness } from '../deaf-sockets.ts'
import { listenerCause } from '../listener-cause.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'listener-on-loopback',
  title: 'The server listens on the loopback address only',
  stage: 7,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['node-owns-target-address'],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    return deaf?.why === 'loopback'
      ? listenerCause(failing, snapshot, deaf, `and pods arrive at ${deaf.address}`)
      : null
  },
})
