// Why a packet ended, in one clause: for findings that have no rule of their own to say it.
import type { Verdict } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'

export function reasonClause(snapshot: Snapshot, { reason }: Verdict): string {
  switch (reason.kind) {
    case 'unread':
      return `its ${reason.what} could not be read (${factText(snapshot, reason.fact)})`
    case 'unsupported-rule':
      return `a rule is not understood: ${factText(snapshot, reason.rule)}`
    case 'unsupported-link':
      return `link ${reason.link} is of kind ${reason.linkKind}, which is not understood`
    case 'unsupported':
      return `${reason.what} is not understood`
    case 'too-many-ways':
      return `there are more than ${reason.ways} ways to follow`
    case 'address-claimed-twice':
      return `${reason.owners.join(' and ')} both answer for ${reason.address} on ${reason.link}, and who is first cannot be told`
    case 'left-by-uplink':
      return `the packet leaves by ${reason.link}, and what is behind that was not read`
    case 'rule-drops':
    case 'rule-rejects':
    case 'invalid-state':
      return `a rule stops it: ${factText(snapshot, reason.rule)}`
    case 'policy-drops':
      return `a chain's policy stops it: ${factText(snapshot, reason.chain)}`
    case 'no-route':
      return `there is no route to ${reason.destination}`
    case 'route-blocks':
      return `a route refuses it: ${factText(snapshot, reason.route)}`
    case 'policy-rule-blocks':
      return `a policy rule refuses it: ${factText(snapshot, reason.rule)}`
    case 'neighbour-unanswered':
      return `nobody answers for ${reason.address} on ${reason.link}`
    case 'neighbour-wrong':
      return `the neighbour entry for ${reason.address} is wrong`
    case 'no-source-address':
      return `there is no address to send from to ${reason.destination}`
    case 'source-not-local':
      return `${reason.address} is no address of its own`
    case 'not-for-us':
      return `a frame for ${reason.macAddress} is not for ${reason.link}`
    case 'forwarding-off':
      return `what comes in by ${reason.link} is not forwarded`
    case 'reverse-path-filter':
      return `the reverse-path filter of ${reason.link} refuses ${reason.source}`
    case 'martian-source':
      return `${reason.address} cannot be a source on ${reason.link}`
    case 'martian-destination':
      return `${reason.address} cannot be a destination on ${reason.link}`
    case 'loopback-without-route-localnet':
      return `${reason.address} cannot be reached by ${reason.link}`
    case 'link-down':
      return `link ${reason.link} is down`
    case 'bridge-port-closed':
      return `bridge ${reason.bridge} does not send it out${reason.port === '' ? '' : ` by ${reason.port}`} (${reason.why})`
    case 'broadcast-or-multicast':
      return `${reason.address} is no address of one machine`
    case 'ttl-exceeded':
      return 'it goes round in a circle until its time to live is used up'
    case 'too-big':
      return `it is too big for ${reason.link} (MTU ${reason.mtuBytes})`
    case 'vxlan-unknown-peer':
      return `${reason.link} does not know where the other end of its tunnel is`
    case 'nothing-listens':
      return `nothing takes it on port ${reason.port} of ${reason.address}`
    case 'backlog-full':
      return `the queue of ${factText(snapshot, reason.socket)} is full`
    case 'reply-from-wrong-address':
      return `the reply comes from ${reason.got}, not from ${reason.expected}`
    case 'socket-accepts':
    case 'client-receives':
    case 'error-returned':
      return 'it arrives'
    default:
      return reason satisfies never
  }
}
