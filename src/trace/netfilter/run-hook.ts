// Takes one packet through all that stops it at one hook: base chains, connection tracking, translation.
// Source: net/netfilter/core.c nf_hook_slow(), nf_conntrack_proto.c (ipv4_conntrack_ops[]: confirmation comes last).
import type { Reason } from '../../model/path.ts'
import type { Recorder } from '../recorder.ts'
import type { Netfilter } from './compile-netfilter.ts'
import { runNat } from './nat/run-nat.ts'
import type { HookStop, NetworkHook } from './order-stops.ts'
import type { HookResult, Passage } from './passage.ts'
import { runBaseChain } from './run-base-chain.ts'
import type { Stop } from './targets/compiled-target.ts'

export type { NetworkHook } from './order-stops.ts'

export function runHook(netfilter: Netfilter, hook: NetworkHook, passage: Passage): HookResult {
  const { family } = passage.packet
  const unread = netfilter.unread[family]
  if (unread) {
    const reason: Reason = { kind: 'unread', fact: unread.fact, what: unread.what }
    return { kind: 'undetermined', reason, evidence: [unread.fact] }
  }
  const stops = netfilter.hooks.get(`${family} ${hook}`) ?? []
  for (const [index, stop] of stops.entries()) {
    const stopped = runStop(stop, passage, hook)
    if (stopped) return doubtOfOrder(stop, stops.slice(index + 1), stopped, passage, hook) ?? stopped
  }
  if (hook === 'postrouting' || hook === 'input') confirm(passage)
  return { kind: 'passed' }
}

function runStop(stop: HookStop, passage: Passage, hook: NetworkHook): Stop | null {
  switch (stop.kind) {
    case 'track':
      // What loops or was marked untracked is not looked up again.
      passage.tracking ??= passage.connections.track(passage.packet, passage.zone)
      return null
    case 'nat':
      return runNat(stop.chains, passage, hook)
    case 'chain':
      return runBaseChain(stop.base, passage, hook)
    default:
      return stop satisfies never
  }
}

function confirm({ tracking }: Passage): void {
  if (tracking && 'connection' in tracking) tracking.connection.confirmed = true
}

/** At one priority the chain that was registered later is asked first, and whether iptables-legacy or nftables came later cannot be
 *  read. That matters only where both would end the packet, and differently. */
function doubtOfOrder(
  stop: HookStop,
  later: readonly HookStop[],
  stopped: Stop,
  passage: Passage,
  hook: NetworkHook,
): Stop | null {
  if (stop.kind !== 'chain' || stopped.kind === 'undetermined') return null
  for (const other of later) {
    if (other.kind !== 'chain' || other.priority !== stop.priority || isLegacy(other) === isLegacy(stop)) continue
    const quiet: Recorder = { ...silent, isMended: (key) => passage.recorder.isMended(key) }
    const otherwise = runStop(other, { ...passage, packet: { ...passage.packet }, recorder: quiet }, hook)
    if (!otherwise || sameEnd(otherwise, stopped)) continue
    const what = `which is asked first, ${stop.base.chain.fact} or ${other.base.chain.fact}: both have priority ${stop.priority}`
    const evidence = [...stopped.evidence, ...otherwise.evidence]
    return { kind: 'undetermined', reason: { kind: 'unsupported', what }, evidence }
  }
  return null
}

function isLegacy(stop: Extract<HookStop, { kind: 'chain' }>): boolean {
  return stop.base.chain.fact.includes('/iptables-legacy/')
}

function sameEnd(one: Stop, other: Stop): boolean {
  const how = ({ kind, reason }: Stop): string => `${kind} ${reason.kind === 'rule-rejects' ? reason.with : ''}`
  return how(one) === how(other)
}

const silent: Omit<Recorder, 'isMended'> = {
  step: () => {},
  read: () => {},
  assume: () => {},
  choose: () => 0,
}
