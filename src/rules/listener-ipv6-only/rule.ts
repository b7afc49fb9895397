// The server listens for IPv6 only, and the client comes by IPv4.
import { deafness } from '../deaf-sockets.ts'
import { listenerCause } from '../listener-cause.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'listener-ipv6-only',
  title: 'The server listens for IPv6 only, and the client comes by IPv4',
  stage: 7,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['node-owns-target-address'],
  explain: (failing, { snapshot }) => {
    const deaf = deafness(failing, snapshot)
    const because = `which takes IPv6 alone, and pods arrive by IPv4 at ${deaf?.address}`
    return deaf?.why === 'ipv6-only' ? listenerCause(failing, snapshot, deaf, because) : null
  },
})
