// What follow() is asked: one flow from one namespace, and what it may take as mended.
import type { Protocol } from '../model/packet.ts'

export interface Flow {
  /** Name of the namespace in which the client stands. */
  readonly from: string
  readonly protocol: Protocol
  readonly destination: string
  readonly destinationPort: number
  /** Default 40001. */
  readonly sourcePort?: number
  /** Bound source address; default: the kernel's choice. */
  readonly source?: string
}

export interface FollowOptions {
  /** Keys of mendKey(): failures to pass over, to find what lies behind them. */
  readonly mended?: ReadonlySet<string>
  /** Ways followed at most before the rest is `too-many-ways`. Default 64. */
  readonly maximumWays?: number
  /** What a client waits: the least delay of an outcome `timeout`. Default 5000. */
  readonly timeoutMs?: number
}
