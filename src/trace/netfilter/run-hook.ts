// Takes one packet through all that stops it at one hook: base chains, connection tracking, translation.
// Source: net/netfilter/core.c nf_hook_slow(), nf_conntrack_proto.c (ipv4_conntrack_ops[]: confirmation comes last).
import type { Reason } from '../../model/path.ts'
import type { Netfilter } from './compile-netfilter.ts'
import { runNat } from './nat/run-nat.ts'
import { doubtOfEnd } from './order-doubt.ts'
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
    if (!stopped) continue
    const doubt = stop.kind === 'chain' && doubtOfEnd(stop.base, stops.slice(index + 1), stopped, passage, hook)
    return doubt || stopped
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
