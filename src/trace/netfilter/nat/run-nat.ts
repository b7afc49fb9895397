// Translation at one hook: the first packet of a connection asks the nat chains, once for each side; all packets are rewritten alike.
// Source: net/netfilter/nf_nat_core.c nf_nat_inet_fn(), nf_nat_proto.c nf_nat_ipv4_fn().
import type { BaseChain } from '../compile-netfilter.ts'
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
    for (const base of chains) {
      const stop = runBaseChain(base, passage, hook)
      if (stop) return stop
      if (connection.nat[manipulation]) break
    }
    if (!connection.nat[manipulation]) setUpNat(connection, manipulation, nullBinding, passage.connections, null)
  }
  translate(passage, manipulation, decidesNow ? (connection.nat[manipulation]?.rule ?? null) : null)
  return null
}
