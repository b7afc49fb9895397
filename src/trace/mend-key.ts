// Names one failure of one place, so that a flow can be followed on as if that failure were mended.
import type { Reason } from '../model/path.ts'

/** Null for what cannot be passed over: success, and what is undetermined. */
export function mendKey(namespace: string, reason: Reason): string | null {
  switch (reason.kind) {
    case 'rule-drops':
    case 'rule-rejects':
    case 'invalid-state':
      return `rule:${reason.rule}`
    case 'policy-drops':
      return `chain:${reason.chain}`
    case 'no-route':
    case 'route-blocks':
    case 'policy-rule-blocks':
      return `route:${namespace}`
    case 'neighbour-unanswered':
    case 'neighbour-wrong':
      return `neighbour:${namespace}:${reason.address}`
    case 'forwarding-off':
      return `forwarding:${namespace}:${reason.link}`
    case 'reverse-path-filter':
      return `rp_filter:${namespace}:${reason.link}`
    case 'loopback-without-route-localnet':
      return `route_localnet:${namespace}:${reason.link}`
    case 'nothing-listens':
    case 'backlog-full':
      return `socket:${namespace}`
    default:
      return null
  }
}
