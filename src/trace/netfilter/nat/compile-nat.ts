// DNAT, SNAT, MASQUERADE, REDIRECT, NETMAP: the first that applies decides that side of the connection and ends the chain.
// Source: net/netfilter/xt_nat.c, nft_nat.c nft_nat_eval(), nft_masq.c, nft_redir.c.
import type { NatTarget } from '../../../model/ruleset.ts'
import { type CompiledTarget, record, target } from '../targets/compiled-target.ts'
import { drop } from '../targets/verdict.ts'
import { manipulationOf } from './manipulation.ts'
import { rangeOf } from './range-of.ts'
import { setUpNat } from './set-up-nat.ts'

export function compileNat(nat: NatTarget): CompiledTarget {
  return target((site) => {
    const { passage, hook } = site
    // nft_nat_inet_eval(): `dnat ip to` in a table of both families passes IPv6 by.
    if (nat.family !== null && nat.family !== passage.packet.family) return { kind: 'next' }
    const { tracking } = passage
    const manipulation = manipulationOf(hook)
    if (!tracking || !('connection' in tracking) || manipulation === null) return { kind: 'unknown' }
    const range = rangeOf(nat, manipulation, passage, hook)
    if (range === 'unknown') return { kind: 'unknown' }
    if (range === 'drop') return drop(site)
    if (setUpNat(tracking.connection, manipulation, range, passage.connections, site.rule) === 'unknown')
      return { kind: 'unknown' }
    record(site, 'nat')
    return { kind: 'accept' }
  })
}
