// Says in words why a packet ended where it did.
import type { Socket } from '../model/namespace.ts'
import type { Reason } from '../model/path.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { findSocket } from '../trace/facts/find-fact.ts'

export function reasonText(snapshot: Snapshot, reason: Reason): string {
  const fact = (id: string): string => factText(snapshot, id)
  switch (reason.kind) {
    case 'socket-accepts':
      return reason.socket === '' ? 'taken as if something listened' : `${socketText(snapshot, reason.socket)} takes it`
    case 'client-receives':
      return 'the client receives it'
    case 'nothing-listens':
      return `nothing listens on ${hostPort(reason.address, reason.port)}${othersText(snapshot, reason.others)}`
    case 'backlog-full':
      return `more connections wait for ${socketText(snapshot, reason.socket)} than it lets wait`
    case 'rule-drops':
      return `dropped by the rule ${fact(reason.rule)}`
    case 'policy-drops':
      return `no rule accepts it, and the chain's policy drops it: ${fact(reason.chain)}`
    case 'rule-rejects':
      return `rejected (${reason.with}) by the rule ${fact(reason.rule)}`
    case 'invalid-state':
      return `of no known connection, and dropped for it by the rule ${fact(reason.rule)}`
    case 'no-route':
      return `no route to ${reason.destination}`
    case 'route-blocks':
      return `the route ${fact(reason.route)} blocks it`
    case 'policy-rule-blocks':
      return `the policy rule ${fact(reason.rule)} blocks it`
    case 'no-source-address':
      return `no source address for ${reason.destination} (IPv${reason.family})`
    case 'source-not-local':
      return `${reason.address} is no address of this namespace`
    case 'neighbour-unanswered':
      return neighbourText(snapshot, reason)
    case 'neighbour-wrong':
      return `the neighbour entry ${fact(reason.entry)} names a MAC address that ${reason.owner ?? 'nobody'} has`
    case 'not-for-us':
      return `a frame for ${reason.macAddress}, which is not ${reason.link}'s own address`
    case 'forwarding-off':
      return `this namespace does not forward what comes in by ${reason.link}: ${fact(reason.sysctl)}`
    case 'reverse-path-filter':
      return `the reverse-path filter (${reason.mode}, ${fact(reason.sysctl)}): ${reason.source} came in by ${reason.link}, and the way back to it is ${reason.wayBack === null ? 'none' : `by ${reason.wayBack}`}`
    case 'martian-source':
      return `source ${reason.address} cannot come in by ${reason.link} (martian)`
    case 'martian-destination':
      return `destination ${reason.address} cannot come in by ${reason.link} (martian)`
    case 'loopback-without-route-localnet':
      return `${reason.address} is loopback, and ${fact(reason.sysctl)} keeps it from coming in by ${reason.link}`
    case 'link-down':
      return `link ${reason.link} is down`
    case 'bridge-port-closed':
      return bridgeText(reason)
    case 'broadcast-or-multicast':
      return `${reason.address} is a broadcast or multicast address`
    case 'ttl-exceeded':
      return 'it goes round in circles until its time to live is over'
    case 'too-big':
      return `larger than ${reason.mtuBytes} bytes, the MTU of ${reason.link}`
    case 'vxlan-unknown-peer':
      return `${reason.link} knows no tunnel end for it`
    case 'reply-from-wrong-address':
      return `the answer comes from ${reason.got}, and the client waits for one from ${reason.expected}`
    case 'error-returned':
      return 'the error came back to the client'
    case 'address-claimed-twice':
      return `${reason.owners.join(' and ')} both answer for ${reason.address} on ${reason.link}, and who is first cannot be told`
    case 'left-by-uplink':
      return `it left by ${reason.link}, and what is behind that was not read`
    case 'unsupported-rule':
      return `undetermined at the rule ${fact(reason.rule)}: not all of it is understood`
    case 'unread':
      return `${reason.what} could not be read: ${fact(reason.fact)}`
    case 'unsupported-link':
      return `links of kind ${reason.linkKind} (${reason.link}) are not understood`
    case 'too-many-ways':
      return `more than ${reason.ways} ways; the others were not followed`
    case 'unsupported':
      return `not understood: ${reason.what}`
    default:
      return reason satisfies never
  }
}

export function hostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** `; 127.0.0.1:5432 does (postgres, pid 812)` */
function othersText(snapshot: Snapshot, others: readonly FactId[]): string {
  const [first, ...more] = others.map((id) => findSocket(snapshot, id)).filter((socket) => socket !== null)
  if (!first) return ''
  if (more.length > 0) return `; ${[first, ...more].map(listenerText).join(', ')} do`
  return `; ${hostPort(first.address, first.port)} does${processText(first)}`
}

function socketText(snapshot: Snapshot, id: FactId): string {
  const socket = findSocket(snapshot, id)
  return socket ? listenerText(socket) : factText(snapshot, id)
}

function listenerText(socket: Socket): string {
  return `${hostPort(socket.address, socket.port)}${processText(socket)}`
}

function processText({ processes }: Socket): string {
  return processes.length === 0 ? '' : ` (${processes.map(({ name, pid }) => `${name}, pid ${pid}`).join('; ')})`
}

function neighbourText(snapshot: Snapshot, reason: Extract<Reason, { kind: 'neighbour-unanswered' }>): string {
  const who = reason.asGateway ? `the next hop ${reason.address}` : reason.address
  if (reason.remembered)
    return `${who} is gone from ${reason.link}, and its MAC address is still remembered: ${factText(snapshot, reason.remembered)}`
  if (reason.silent) return `${reason.silent} has ${reason.address} but does not answer for it on ${reason.link}`
  return `nobody answers for ${who} on ${reason.link}`
}

function bridgeText(reason: Extract<Reason, { kind: 'bridge-port-closed' }>): string {
  const port = `port ${reason.port} of ${reason.bridge}`
  switch (reason.why) {
    case 'hairpin':
      return `${port} does not send back what came in by it (hairpin off)`
    case 'isolated':
      return `${port} is isolated`
    case 'state':
      return `${port} is not forwarding`
    case 'detached':
      return `${port} is detached`
    case 'unknown-address':
      return `nobody behind ${reason.bridge} has that MAC address`
    default:
      return reason.why satisfies never
  }
}
