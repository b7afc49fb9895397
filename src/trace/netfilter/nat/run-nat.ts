// Translation at one hook: the first packet of a connection asks the nat chains, once for each side; all packets are rewritten alike.
// Source: net/netfilter/nf_nat_core.c nf_nat_inet_fn(), nf_nat_proto.c nf_nat_ipv4_fn().
import type { BaseChain } from '../compile-netfilter.ts'
import { type Connection, sameTuple } from '../connection-table.ts'
import { aside, doubt, mayComeFirst } from '../order-doubt.ts'
import type { Passage } from '../passage.ts'
import { runBaseChain } from '../run-base-chain.ts'
import type { Stop } from '../targets/compiled-target.ts'
import { manipulationOf } from './manipulation.ts'
import { nullBinding, setUpNat } from './set-up-nat.ts'
import { translate } from './translate.ts'

/** Null: the packet goes on. */
export function runNat(chains: readonly BaseChain[], passage: Passage, hook: string): Stop | null {
  const { tracking } = passage
  const manipulation = manipulationOf(hook)
  if (!tracking || !('connection' in tracking) || manipulation === null) return null
  const { connection, state } = tracking
  const decidesNow = state === 'new' && connection.nat[manipulation] === null
  if (decidesNow) {
    const asked = { ...tracking, connection: { ...connection, nat: { ...connection.nat } } }
    for (const [index, base] of chains.entries()) {
      const stop = runBaseChain(base, passage, hook)
      if (stop) return stop
      if (!connection.nat[manipulation]) continue
      const doubt = doubtOfTranslation(base, chains.slice(index + 1), connection, { ...passage, tracking: asked }, hook)
      if (doubt) return doubt
      break
    }
    if (!connection.nat[manipulation]) setUpNat(connection, manipulation, nullBinding, passage.connections, null)
  }
  translate(passage, manipulation, decidesNow ? (connection.nat[manipulation]?.rule ?? null) : null)
  return null
}

/** A chain has decided: null, or what to say where a chain that may have been asked before it decides otherwise. */
function doubtOfTranslation(
  base: BaseChain,
  later: readonly BaseChain[],
  decided: Connection,
  before: Passage,
  hook: string,
): Stop | null {
  for (const other of later) {
    if (!mayComeFirst(other, base)) continue
    const { tracking } = before
    if (!tracking || !('connection' in tracking)) return null
    const connection = { ...tracking.connection, nat: { ...tracking.connection.nat } }
    const stopped = runBaseChain(other, { ...aside(before), tracking: { ...tracking, connection } }, hook)
    const translates =
      connection.nat.source !== tracking.connection.nat.source ||
      connection.nat.destination !== tracking.connection.nat.destination
    if (stopped || (translates && !sameTuple(connection.reply, decided.reply))) {
      return doubt(base, other, [base.chain.fact, other.chain.fact])
    }
  }
  return null
}
