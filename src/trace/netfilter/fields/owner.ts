// meta.skuid, meta.skgid: who owns the socket that sent the packet; probes run as root (uid 0, gid 0).
// Source: net/netfilter/xt_owner.c owner_mt(), net/netfilter/nft_meta.c nft_meta_get_eval_skugid().
import { absent, one, type ReadField, type Reading, unknown } from './reading.ts'

/** No owner: nft's match fails; xt_owner fails too unless it is negated, and then holds. */
const nobody: Reading = { kind: 'values', values: ['none'] }

export const readOwner: ReadField = ({ fromLocalProcess, packet, tracking, recorder, namespace }, { backend }) => {
  // Errors and resets come from the kernel's own sockets, which no process has open.
  if (!fromLocalProcess || packet.icmp !== null || packet.tcpFlags === 'rst') {
    return backend === 'nft' ? absent : nobody
  }
  // An answer belongs to the server's process, whose user is not read.
  const answers =
    packet.tcpFlags === 'syn-ack' || (tracking && 'direction' in tracking && tracking.direction === 'reply')
  if (answers) return unknown
  recorder.assume({ kind: 'root-client', namespace })
  return one(0)
}
