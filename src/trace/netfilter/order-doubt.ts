// Where two chains have one priority and different tools made them, the kernel's order cannot be read, and may decide.
// Source: net/netfilter/core.c nf_hook_entries_grow(): of equal priorities the chain that was registered later is asked first.
import type { Reason } from '../../model/path.ts'
import type { FactId } from '../../model/snapshot.ts'
import type { BaseChain } from './compile-netfilter.ts'
import type { HookStop } from './order-stops.ts'
import type { Passage } from './passage.ts'
import { runBaseChain } from './run-base-chain.ts'
import { SilentRecorder } from './silent-recorder.ts'
import type { Stop } from './targets/compiled-target.ts'

/** A chain has ended the packet: null, or what to say where a chain that may have been asked before it ends it otherwise. */
export function doubtOfEnd(
  base: BaseChain,
  later: readonly HookStop[],
  stopped: Stop,
  passage: Passage,
  hook: string,
): Stop | null {
  if (stopped.kind === 'undetermined') return null
  for (const stop of later) {
    if (stop.kind !== 'chain' || !mayComeFirst(stop.base, base)) continue
    const otherwise = runBaseChain(stop.base, aside(passage), hook)
    if (otherwise && endOf(otherwise) !== endOf(stopped)) {
      return doubt(base, stop.base, [...stopped.evidence, ...otherwise.evidence])
    }
  }
  return null
}

export function mayComeFirst(one: BaseChain, other: BaseChain): boolean {
  return one.priority === other.priority && one.chain.table.backend !== other.chain.table.backend
}

export function doubt(one: BaseChain, other: BaseChain, evidence: readonly FactId[]): Stop {
  const what = `which is asked first, ${one.chain.fact} or ${other.chain.fact}: both have priority ${one.priority}`
  const reason: Reason = { kind: 'unsupported', what }
  return { kind: 'undetermined', reason, evidence }
}

/** The same packet, with nothing written down or changed. */
export function aside(passage: Passage): Passage {
  return { ...passage, packet: { ...passage.packet }, recorder: new SilentRecorder(passage.recorder) }
}

/** What the sender notices. */
function endOf({ kind, reason }: Stop): string {
  return `${kind} ${reason.kind === 'rule-rejects' ? reason.with : ''}`
}
