// Takes one packet through all base chains of one hook, with connection tracking and translation in their places.
// Source: include/uapi/linux/netfilter_ipv4.h (priorities), net/netfilter/nf_nat_core.c nf_nat_inet_fn().
import type { Reason } from '../../model/path.ts'
import { mendKey } from '../mend-key.ts'
import { manipulationOf, translate } from './apply-nat.ts'
import type { BaseChain, Netfilter } from './compile-netfilter.ts'
import type { HookResult, Passage } from './passage.ts'
import { type Walked, walkChain } from './walk-chain.ts'

const trackingPriority = -200
const natPriority = { destination: -100, source: 100 } as const

export type NetworkHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting'

export function runHook(netfilter: Netfilter, hook: NetworkHook, passage: Passage): HookResult {
  const { family } = passage.packet
  const unread = netfilter.unread[family]
  if (unread) {
    const reason: Reason = { kind: 'unread', fact: unread.fact, what: unread.what }
    return { kind: 'undetermined', reason, evidence: [unread.fact] }
  }
  const chains = netfilter.hooks.get(`${family} ${hook}`) ?? []
  const tracks = hook === 'prerouting' || hook === 'output'
  const manipulation = manipulationOf(hook)
  const stops: { readonly priority: number; readonly run: () => Walked | null }[] = []
  if (tracks) stops.push({ priority: trackingPriority, run: () => track(passage) })
  if (manipulation && netfilter.translates[family]) {
    const natChains = chains.filter((base) => base.type === 'nat')
    stops.push({ priority: natPriority[manipulation], run: () => runNat(natChains, passage, hook) })
  }
  for (const base of chains) {
    if (base.type !== 'nat') stops.push({ priority: base.priority, run: () => runBaseChain(base, passage, hook) })
  }
  stops.sort((left, right) => left.priority - right.priority)
  for (const stop of stops) {
    const walked = stop.run()
    const result = walked && resultOf(walked)
    if (result) return result
  }
  return { kind: 'passed' }
}

function track(passage: Passage): null {
  passage.tracking ??= passage.connections.track(passage.packet, passage.zone)
  return null
}

/** Null: the packet goes on. */
export function runBaseChain(base: BaseChain, passage: Passage, hook: string): Walked | null {
  const walked = walkChain(base.chain, passage, hook)
  if (walked.kind === 'accept') return null
  if (walked.kind !== 'end') return walked
  if (base.policy === 'accept') return null
  const reason: Reason = { kind: 'policy-drops', chain: base.chain.fact, hook }
  if (passage.recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return null
  passage.recorder.step({ kind: 'netfilter', fact: base.chain.fact, hook, verdict: 'drop' })
  return { kind: 'drop', reason, fact: base.chain.fact }
}

/** The first packet of a connection asks the nat chains, once for each side; all packets are rewritten as was decided. */
function runNat(chains: readonly BaseChain[], passage: Passage, hook: NetworkHook): Walked | null {
  const { tracking } = passage
  if (!tracking || !('connection' in tracking)) return null
  const { connection } = tracking
  const side = manipulationOf(hook)
  const decided = side === 'source' ? connection.sourceDecided : connection.destinationDecided
  if (tracking.state === 'new' && tracking.direction === 'original' && !decided) {
    if (side === 'source') connection.sourceDecided = true
    else connection.destinationDecided = true
    for (const base of chains) {
      const before = connection.reply
      const stopped = runBaseChain(base, passage, hook)
      if (stopped) return stopped
      if (connection.reply !== before) break
    }
  }
  translate(passage, hook)
  return null
}

function resultOf(walked: Walked): HookResult | null {
  switch (walked.kind) {
    case 'drop':
      return { kind: 'dropped', reason: walked.reason, evidence: [walked.fact] }
    case 'reject':
      return { kind: 'rejected', reason: walked.reason, evidence: [walked.fact] }
    case 'undetermined':
      return { kind: 'undetermined', reason: walked.reason, evidence: [walked.fact] }
    case 'end':
    case 'accept':
      return null
    default:
      return walked satisfies never
  }
}
