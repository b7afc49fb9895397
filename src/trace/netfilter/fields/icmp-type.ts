// icmp.type, icmpv6.type: the type, and the type with its code (`3/4`), of an ICMP error.
// Source: net/ipv4/netfilter/ip_tables.c icmp_match(), net/ipv6/netfilter/ip6_tables.c icmp6_match().
import { absent, type ReadField } from './reading.ts'

export function readIcmpType(protocol: 'icmp' | 'icmpv6'): ReadField {
  return ({ packet: { icmp, protocol: actual } }) =>
    icmp && actual === protocol ? { kind: 'values', values: [`${icmp.type}`, `${icmp.type}/${icmp.code}`] } : absent
}
