// The server listens on another address of the machine than the one that was dialled.
import { deafness } from '../deaf-sockets.ts'
import { listenerCause } from '../listener-cause.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'listener-on-other-address',
  title: 'The server listens on another address',
  stage: 7,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['node-owns-target-address', 'port-not-published'],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    return deaf?.why === 'other-address'
      ? listenerCause(failing, snapshot, deaf, `and pods arrive at ${deaf.address}`)
      : null
  },
})
