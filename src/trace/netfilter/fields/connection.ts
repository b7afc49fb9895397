// ct.state, ct.status, ct.direction, ct.mark, ct.zone and the connection's tuples.
// Source: net/netfilter/xt_conntrack.c conntrack_mt(), net/netfilter/nft_ct.c nft_ct_get_eval().
import type { Connection } from '../connection-table.ts'
import type { Passage } from '../passage.ts'
import { type Asker, absent, one, type ReadField, type Reading, unknown } from './reading.ts'

/** Before tracking (raw), a packet has no connection and counts as invalid. */
export const readState: ReadField = (passage, asker) =>
  trackedElsewhere(asker) ? unknown : one(passage.tracking?.state ?? 'invalid')

export const readStatus: ReadField = (passage, asker) =>
  ofConnection(passage, asker, ({ seenReply, confirmed, nat }) => {
    // `--ctstatus NONE` is a mask of no bits, which no connection has (conntrack_mt()).
    const values = [
      ...(seenReply ? ['seen-reply'] : []),
      ...(confirmed ? ['confirmed'] : []),
      ...(nat.source?.changes ? ['snat'] : []),
      ...(nat.destination?.changes ? ['dnat'] : []),
    ]
    return { kind: 'values', values }
  })

export const readDirection: ReadField = ({ tracking }, asker) => {
  if (trackedElsewhere(asker)) return unknown
  return tracking && 'direction' in tracking ? one(tracking.direction) : absent
}

export const readConnectionMark: ReadField = (passage, asker) => ofConnection(passage, asker, ({ mark }) => one(mark))

export const readZone: ReadField = (passage, asker) => ofConnection(passage, asker, ({ zone }) => one(zone))

export function readTuple(
  which: 'original' | 'reply',
  part: 'source' | 'destination' | 'sourcePort' | 'destinationPort' | 'protocol',
): ReadField {
  return (passage, asker) => ofConnection(passage, asker, (connection) => one(connection[which][part]))
}

function ofConnection({ tracking }: Passage, asker: Asker, read: (connection: Connection) => Reading): Reading {
  if (trackedElsewhere(asker)) return unknown
  return tracking && 'connection' in tracking ? read(tracking.connection) : absent
}

/** Bridges track connections by a module of their own (nf_conntrack_bridge.c), which is not followed. */
function trackedElsewhere({ family }: Asker): boolean {
  return family === 'bridge' || family === 'netdev' || family === 'arp'
}
