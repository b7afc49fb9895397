// Decides one side of a connection's translation; the packets are rewritten by translate().
// Source: net/netfilter/nf_nat_core.c nf_nat_setup_info(), __nf_nat_alloc_null_binding().
import type { FactId } from '../../../model/snapshot.ts'
import { type Connection, type ConnectionTable, invert } from '../connection-table.ts'
import { chooseAddress } from './choose-address.ts'
import { choosePort } from './choose-port.ts'
import type { Manipulation } from './manipulation.ts'
import type { NatRange } from './nat-range.ts'

/** A connection that no rule translates still keeps clear of others: its source port may have to change. */
export const nullBinding: NatRange = { address: null, ports: null, randomPort: false, persistent: false }

export function setUpNat(
  connection: Connection,
  manipulation: Manipulation,
  range: NatRange,
  connections: ConnectionTable,
  rule: FactId | null,
): 'done' | 'unknown' {
  const current = invert(connection.reply)
  const address = range.address ? chooseAddress(current, range, connection.zone) : current[manipulation]
  if (address === null) return 'unknown'
  const moved = { ...current, [manipulation]: address }
  const port = choosePort(moved, manipulation, range, (tuple) => connections.isTaken(invert(tuple), connection))
  if (port === 'unknown') return 'unknown'
  const side = manipulation === 'source' ? 'sourcePort' : 'destinationPort'
  const changes = address !== current[manipulation] || port !== current[side]
  connection.nat[manipulation] = { rule, changes }
  if (changes) connection.reply = invert({ ...moved, [side]: port })
  return 'done'
}
