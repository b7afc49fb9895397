// How following one packet ended, with all that decides what its sender gets to know of it.
import type { Outcome } from '../model/measurement.ts'
import type { PacketSummary } from '../model/packet.ts'
import type { Reason, Stage, Verdict, VerdictKind } from '../model/path.ts'
import type { RejectKind } from '../model/ruleset.ts'
import type { FactId } from '../model/snapshot.ts'
import type { PacketState } from './packet-state.ts'

/** What is sent back to the packet's sender: an ICMP error by its name, or a TCP reset. */
export type ErrorMessage = RejectKind | 'ttl-exceeded' | 'fragmentation-needed'

export interface Ending {
  readonly kind: VerdictKind
  readonly stage: Stage
  readonly namespace: string
  readonly reason: Reason
  readonly evidence: readonly FactId[]
  readonly error: ErrorMessage | null
  /** The bridge port or link that the error's frame is put out by as it is, past routing and translation; null: sent like any packet. */
  readonly errorLeavesBy: string | null
  /** What connect() or sendto() says at once, when the packet never left its own namespace. */
  readonly errno: Outcome | null
  /** Time that passes before the error is known: the kernel asks three times, a second apart, for a neighbour. */
  readonly waitMs: { readonly min: number; readonly max: number }
  readonly packet: PacketSummary
}

export interface EndingParts {
  readonly kind: VerdictKind
  readonly stage: Stage
  readonly namespace: string
  readonly reason: Reason
  readonly evidence?: readonly FactId[]
  readonly error?: ErrorMessage | null
  readonly errorLeavesBy?: string | null
  readonly errno?: Outcome | null
  readonly waitMs?: Ending['waitMs']
  readonly packet: PacketState
}

export function endingOf(parts: EndingParts): Ending {
  const { packet } = parts
  return {
    kind: parts.kind,
    stage: parts.stage,
    namespace: parts.namespace,
    reason: parts.reason,
    evidence: parts.evidence ?? [],
    error: parts.error ?? null,
    errorLeavesBy: parts.errorLeavesBy ?? null,
    errno: parts.errno ?? null,
    waitMs: parts.waitMs ?? { min: 0, max: 0 },
    packet: {
      protocol: packet.protocol,
      source: packet.source,
      sourcePort: packet.sourcePort,
      destination: packet.destination,
      destinationPort: packet.destinationPort,
    },
  }
}

export function verdictOf(ending: Ending): Verdict {
  return {
    kind: ending.kind,
    at: { stage: ending.stage, namespace: ending.namespace },
    reason: ending.reason,
    evidence: ending.evidence,
  }
}
