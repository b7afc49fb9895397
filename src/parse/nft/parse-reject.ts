// Parses nft's `reject`: which error goes back.
import type { RejectKind } from '../../model/ruleset.ts'
import { isObject, textOf } from '../json-value.ts'

/** Null when the kind is not known. */
export function parseReject(json: unknown): RejectKind | null {
  if (!isObject(json)) return 'port-unreachable'
  if (textOf(json, 'type') === 'tcp reset') return 'tcp-reset'
  const name = textOf(json, 'expr')
  return name === null ? 'port-unreachable' : (kinds.get(name) ?? null)
}

// The names of icmp, icmpv6 and icmpx; the packet's family says which message an icmpx name becomes (net/netfilter/nft_reject.c).
const kinds: ReadonlyMap<string, RejectKind> = new Map<string, RejectKind>([
  ['net-unreachable', 'net-unreachable'],
  ['host-unreachable', 'host-unreachable'],
  ['prot-unreachable', 'protocol-unreachable'],
  ['port-unreachable', 'port-unreachable'],
  ['net-prohibited', 'net-prohibited'],
  ['host-prohibited', 'host-prohibited'],
  ['admin-prohibited', 'admin-prohibited'],
  ['no-route', 'no-route'],
  ['addr-unreachable', 'address-unreachable'],
  ['policy-fail', 'policy-fail'],
  ['reject-route', 'reject-route'],
])
