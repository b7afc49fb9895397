// Parses -j REJECT: which error goes back.
import type { RejectKind } from '../../../model/ruleset.ts'
import type { TargetParser } from './target-parser.ts'

export const reject: TargetParser = (options) => {
  const name = options.find((option) => option.name === '--reject-with')?.values[0]
  const kind = name === undefined ? 'port-unreachable' : kinds.get(name)
  return kind ? [{ kind: 'reject', with: kind }] : null
}

// extensions/libipt_REJECT.c, libip6t_REJECT.c
const kinds: ReadonlyMap<string, RejectKind> = new Map([
  ['icmp-net-unreachable', 'net-unreachable'],
  ['icmp-host-unreachable', 'host-unreachable'],
  ['icmp-proto-unreachable', 'protocol-unreachable'],
  ['icmp-port-unreachable', 'port-unreachable'],
  ['icmp-net-prohibited', 'net-prohibited'],
  ['icmp-host-prohibited', 'host-prohibited'],
  ['icmp-admin-prohibited', 'admin-prohibited'],
  ['tcp-reset', 'tcp-reset'],
  ['icmp6-no-route', 'no-route'],
  ['icmp6-adm-prohibited', 'admin-prohibited'],
  ['icmp6-addr-unreachable', 'address-unreachable'],
  ['icmp6-port-unreachable', 'port-unreachable'],
  ['icmp6-policy-fail', 'policy-fail'],
  ['icmp6-reject-route', 'reject-route'],
])
