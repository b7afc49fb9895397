// Decides one side of a connection's translation; the packets are rewritten by translate().
// Source: net/netfilter/nf_nat_core.c nf_nat_setup_info(), __nf_nat_alloc_null_binding().
import type { PacketSummary } from '../../../model/packet.ts'
import type { FactId } from '../../../model/snapshot.ts'
import { parseAddress } from '../../address.ts'
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
  const isTaken = (tuple: PacketSummary): boolean => connections.isTaken(invert(tuple), connection)
  const keeps = manipulation === 'source' && isInRange(current.source, range) && !isTaken(current)
  const address = keeps ? current.source : chooseAddress(current, range, connection.zone, manipulation)
  if (address === null) return 'unknown'
  const moved = { ...current, [manipulation]: address }
  const port = choosePort(moved, manipulation, range, isTaken)
  if (port === 'unknown') return 'unknown'
  const side = manipulation === 'source' ? 'sourcePort' : 'destinationPort'
  const changes = address !== current[manipulation] || port !== current[side]
  connection.nat[manipulation] = { rule, changes }
  if (changes) connection.reply = invert({ ...moved, [side]: port })
  return 'done'
}

/** A source that is in the range already stays (in_range() in get_unique_tuple()). */
function isInRange(source: string, { address, randomPort }: NatRange): boolean {
  const [own, from, to] = [source, address?.from ?? '', address?.to ?? ''].map(parseAddress)
  return (
    !randomPort &&
    !!own &&
    !!from &&
    !!to &&
    own.family === from.family &&
    own.value >= from.value &&
    own.value <= to.value
  )
}
