// Follows a flow through the gateway by its rules alone: the little routing there is, is written out, so that only netfilter is tried.
import type { Namespace } from '../../src/model/namespace.ts'
import type { PacketSummary } from '../../src/model/packet.ts'
import type { Assumption, Step } from '../../src/model/path.ts'
import type { FactId } from '../../src/model/snapshot.ts'
import { errnoOfIcmp } from '../../src/trace/client-errno.ts'
import { errorPacket } from '../../src/trace/error-packet.ts'
import { compileNetfilter, type Netfilter } from '../../src/trace/netfilter/compile-netfilter.ts'
import { ConnectionTable, invert, type Tracking } from '../../src/trace/netfilter/connection-table.ts'
import type { HookResult, Passage } from '../../src/trace/netfilter/passage.ts'
import { type NetworkHook, runHook } from '../../src/trace/netfilter/run-hook.ts'
import { runLinkHook } from '../../src/trace/netfilter/run-link-hook.ts'
import { type PacketState, summarizePacket } from '../../src/trace/packet-state.ts'
import { addresses, type GatewayFlow, openPorts } from './gateway.ts'
import { bridgePortTo, environment, frames, isOf, linkAddress, linkTo } from './gateway-layout.ts'

export interface Followed {
  /** Each outcome that is possible, by the rules that choose among ways. */
  readonly outcomes: readonly string[]
  readonly steps: readonly Step[]
  readonly assumptions: readonly Assumption[]
}

export function followGateway(rules: Pick<Namespace, 'rulesets' | 'unread'>, flow: GatewayFlow): Followed {
  const netfilter = compileNetfilter({ ...empty, ...rules })
  const outcomes = new Set<string>()
  const steps: Step[] = []
  const assumptions: Assumption[] = []
  // Each run takes the first way at choices beyond its script, and adds the scripts of the other ways.
  const scripts: number[][] = [[]]
  for (let script = scripts.pop(); script; script = scripts.pop()) {
    const way = new Way(netfilter, flow, script)
    outcomes.add(way.outcome())
    steps.push(...way.steps)
    assumptions.push(...way.assumptions)
    for (let index = script.length; index < way.taken.length; index += 1) {
      const ways = way.taken[index] ?? 1
      for (let other = 1; other < ways; other += 1) {
        scripts.push([...script, ...Array.from({ length: index - script.length }, () => 0), other])
      }
    }
  }
  return { outcomes: [...outcomes].sort(), steps, assumptions }
}

class Way {
  readonly steps: Step[] = []
  readonly assumptions: Assumption[] = []
  /** How many ways each choice had. */
  readonly taken: number[] = []
  readonly #netfilter: Netfilter
  readonly #flow: GatewayFlow
  readonly #script: readonly number[]
  readonly #connections = new ConnectionTable()
  #stoppedBelow = false

  constructor(netfilter: Netfilter, flow: GatewayFlow, script: readonly number[]) {
    this.#netfilter = netfilter
    this.#flow = flow
    this.#script = script
  }

  outcome(): string {
    const packet = firstPacket(this.#flow)
    const sent = summarizePacket(packet)
    const stopped = this.#flow.from === 'client' ? this.#arrive(packet, 'p1') : this.#leave(packet)
    if (stopped) return this.#stopped(stopped, packet, sent)
    const greeting = greetingOf(packet, sent)
    const answer = greeting ? answerTo(packet) : refusalOf(packet)
    const isOwn = isOf('gateway', packet.destination)
    const isNear = isOf('near', packet.destination)
    const lost = isOwn ? this.#leave(answer) : this.#arrive(answer, isNear ? 'p2' : 's0')
    if (lost) return lost.kind === 'undetermined' ? saying(lost) : 'timeout'
    return greeting ? (reaches(answer, sent) ? greeting : 'timeout') : errnoFor(answer, sent)
  }

  /** Comes in by a link: prerouting, then input or forward and postrouting. */
  #arrive(packet: PacketState, port: 'p1' | 'p2' | 's0'): HookResult | null {
    packet.frame = frames[port]
    const link = port === 's0' ? 's0' : 'c0'
    const bridged = port === 's0' ? null : { physicalIn: port, physicalOut: bridgePortTo(packet.destination) }
    const state: HookState = {
      tracking: null,
      incoming: link,
      outgoing: null,
      local: false,
      bridged: bridged && { ...bridged, physicalOut: null },
    }
    const below = this.#crossLink(packet, port, bridged?.physicalOut ?? null)
    this.#stoppedBelow = below !== null
    const before = below ?? this.#run('prerouting', packet, state)
    if (before) return before
    if (isOf('gateway', packet.destination)) return this.#run('input', packet, state)
    state.outgoing = linkTo(packet.destination)
    if (bridged?.physicalOut) state.bridged = bridged
    else packet.ttl -= 1
    const forward = this.#run('forward', packet, state)
    if (forward) return forward
    // What is bridged leaves by br_nf_post_routing(), which knows no incoming link; what is routed keeps it (ip_output()).
    if (bridged?.physicalOut) state.incoming = null
    return this.#run('postrouting', packet, state)
  }

  /** Made here: output, postrouting, and for an own address back in by the loopback link. */
  #leave(packet: PacketState): HookResult | null {
    const state: HookState = {
      tracking: null,
      incoming: null,
      outgoing: linkTo(packet.destination),
      local: true,
      bridged: null,
    }
    const output = this.#run('output', packet, state)
    if (output) return output
    state.outgoing = linkTo(packet.destination)
    const postrouting = this.#run('postrouting', packet, state)
    if (postrouting || state.outgoing !== 'lo') return postrouting
    const again: HookState = { tracking: state.tracking, incoming: 'lo', outgoing: null, local: false, bridged: null }
    return this.#run('prerouting', packet, again) ?? this.#run('input', packet, again)
  }

  /** What a frame meets before the IP hooks: its link's ingress, and on a bridge the bridge family's hooks. */
  #crossLink(packet: PacketState, port: string, out: string | null): HookResult | null {
    const hooks = port === 's0' ? [] : out ? ['prerouting', 'forward', 'postrouting'] : ['prerouting', 'input']
    const state = { tracking: null, incoming: port, outgoing: null, local: false, bridged: null }
    const ingress = runLinkHook(this.#netfilter, 'netdev', 'ingress', this.#passage(packet, state))
    if (ingress.kind !== 'passed') return ingress
    for (const hook of hooks) {
      const passage = this.#passage(packet, { ...state, outgoing: hook === 'forward' ? out : null })
      const result = runLinkHook(this.#netfilter, 'bridge', hook, passage)
      if (result.kind !== 'passed') return result
    }
    return null
  }

  #stopped(result: HookResult, packet: PacketState, sent: PacketSummary): string {
    if (result.kind !== 'rejected' || result.reason.kind !== 'rule-rejects') return saying(result, this.#flow)
    // A reset for a packet that the bridge passed up, and whatever a link's own hook sends, goes straight back out by the port.
    const isStraight = this.#stoppedBelow || (this.#flow.from === 'client' && result.reason.with === 'tcp-reset')
    const error = errorPacket(
      summarizePacket(packet),
      packet.family,
      result.reason.with,
      isStraight || isOf('gateway', packet.destination),
    )
    if (isStraight) return errnoFor(error, sent)
    if (error.source === '') error.source = linkAddress(linkTo(error.destination), error.family) ?? ''
    const lost = this.#leave(error)
    if (lost) return lost.kind === 'undetermined' ? saying(lost) : 'timeout'
    return errnoFor(error, sent)
  }

  #run(hook: NetworkHook, packet: PacketState, state: HookState): HookResult | null {
    const passage = this.#passage(packet, state)
    const result = runHook(this.#netfilter, hook, passage)
    state.tracking = passage.tracking
    return result.kind === 'passed' ? null : result
  }

  #passage(packet: PacketState, state: HookState): Passage {
    return {
      namespace: 'gateway',
      packet,
      incomingLink: state.incoming,
      outgoingLink: state.outgoing,
      bridged: state.bridged,
      fromLocalProcess: state.local,
      tracking: state.tracking,
      zone: 0,
      connections: this.#connections,
      environment,
      recorder: {
        step: (step: Step) => void this.steps.push(step),
        read: () => undefined,
        assume: (assumption: Assumption) => void this.assumptions.push(assumption),
        choose: (_fact: FactId, shares: readonly number[]) => {
          this.taken.push(shares.length)
          return this.#script[this.taken.length - 1] ?? 0
        },
        isMended: () => false,
      },
    }
  }
}

interface HookState {
  tracking: Tracking | null
  incoming: string | null
  outgoing: string | null
  readonly local: boolean
  bridged: Passage['bridged']
}

function firstPacket({ from, protocol, destination, destinationPort, sourcePort }: GatewayFlow): PacketState {
  const family = destination.includes(':') ? 6 : 4
  const near = linkTo(destination)
  const source =
    from === 'client' ? addresses.client[family === 4 ? 0 : 1] : near === 'lo' ? destination : linkAddress(near, family)
  return {
    ...{ family, protocol, source: source ?? '', sourcePort, destination, destinationPort },
    tcpFlags: protocol === 'tcp' ? 'syn' : null,
    ...{ icmp: null, ttl: 64, mark: 0, tos: 0, lengthBytes: protocol === 'tcp' ? 60 : 33, frame: null },
  }
}

function greetingOf(
  { destination, destinationPort, source, sourcePort }: PacketState,
  sent: PacketSummary,
): string | null {
  const who = isOf('gateway', destination)
    ? 'gateway'
    : isOf('server', destination)
      ? 'server'
      : isOf('near', destination)
        ? 'near'
        : null
  if (!who || !openPorts.includes(destinationPort)) return null
  return greeting(who, destination, destinationPort, source, sourcePort === sent.sourcePort)
}

/** The servers' words, with the client's port left out where it is the one that the client dialled from. */
export function greeting(who: string, address: string, port: number, from: string, samePort: boolean): string {
  return `${who} ${address} ${port} from ${from}${samePort ? '' : ' by another port'}`
}

function answerTo(packet: PacketState): PacketState {
  return {
    ...packet,
    ...invert(summarizePacket(packet)),
    ...{ tcpFlags: packet.protocol === 'tcp' ? 'syn-ack' : null, ttl: 64, mark: 0 },
  }
}

/** Nobody listens: a reset, or for UDP an ICMP error. */
function refusalOf(packet: PacketState): PacketState {
  if (packet.protocol === 'tcp') return { ...answerTo(packet), tcpFlags: 'rst' }
  return errorPacket(summarizePacket(packet), packet.family, 'port-unreachable', true)
}

function reaches(answer: PacketState, sent: PacketSummary): boolean {
  return JSON.stringify(invert(summarizePacket(answer))) === JSON.stringify(sent)
}

function errnoFor(answer: PacketState, sent: PacketSummary): string {
  if (answer.icmp) {
    const reached = JSON.stringify(answer.icmp.inner) === JSON.stringify(sent) && answer.destination === sent.source
    const protocol = sent.protocol === 'tcp' ? 'tcp' : 'udp'
    const errno = reached ? errnoOfIcmp(answer.family, protocol, answer.icmp.type, answer.icmp.code) : null
    return errno ?? 'timeout'
  }
  return reaches(answer, sent) ? 'ECONNREFUSED' : 'timeout'
}

function saying(result: HookResult, flow?: GatewayFlow): string {
  if (result.kind === 'undetermined') {
    const { reason } = result
    if (reason.kind === 'unsupported-rule') return `undetermined at ${reason.text}`
    return reason.kind === 'unsupported' ? `undetermined: ${reason.what.split(',')[0]}` : `undetermined: ${reason.kind}`
  }
  // nf_hook_slow() tells a process of this very namespace that its datagram was dropped.
  return flow?.from === 'gateway' && flow.protocol === 'udp' ? 'EPERM' : 'timeout'
}

const empty: Namespace = {
  ...{
    name: 'gateway',
    role: 'node',
    node: null,
    links: [],
    routes: [],
    policyRules: [],
    neighbours: [],
    forwarding: [],
  },
  ...{ rulesets: [], sockets: [], sysctls: {}, resolvConf: null, hosts: null, unread: [] },
}
