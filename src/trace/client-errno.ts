// What connect() or a connected UDP socket says when an error message reaches it.
// Source: net/ipv4/icmp.c icmp_err_convert[], net/ipv6/icmp.c icmpv6_err_convert(), tcp_v4_err(), udp_err().
import type { Outcome } from '../model/measurement.ts'
import type { Family, Protocol } from '../model/packet.ts'

interface Errno {
  readonly errno: Outcome
  /** Only these reach a UDP socket without IP_RECVERR. A connecting TCP socket ends on every one (SYN_SENT in tcp_v4_err()). */
  readonly fatal: boolean
}

const ipv4: Readonly<Record<string, Errno>> = {
  '3/0': { errno: 'ENETUNREACH', fatal: false },
  '3/1': { errno: 'EHOSTUNREACH', fatal: false },
  '3/2': { errno: 'ENOPROTOOPT', fatal: true },
  '3/3': { errno: 'ECONNREFUSED', fatal: true },
  '3/4': { errno: 'EMSGSIZE', fatal: false },
  '3/9': { errno: 'ENETUNREACH', fatal: true },
  '3/10': { errno: 'EHOSTUNREACH', fatal: true },
  '3/13': { errno: 'EHOSTUNREACH', fatal: true },
  '11/0': { errno: 'EHOSTUNREACH', fatal: false },
}

const ipv6: Readonly<Record<string, Errno>> = {
  '1/0': { errno: 'ENETUNREACH', fatal: false },
  '1/1': { errno: 'EACCES', fatal: true },
  '1/3': { errno: 'EHOSTUNREACH', fatal: false },
  '1/4': { errno: 'ECONNREFUSED', fatal: true },
  '1/5': { errno: 'EACCES', fatal: true },
  '1/6': { errno: 'EACCES', fatal: true },
  '3/0': { errno: 'EHOSTUNREACH', fatal: false },
  '4/1': { errno: 'EPROTO', fatal: true },
}

/** Null when the socket is not told. */
export function errnoOfIcmp(family: Family, protocol: Protocol, type: number, code: number): Outcome | null {
  const entry = (family === 4 ? ipv4 : ipv6)[`${type}/${code}`]
  if (!entry) return null
  return protocol === 'tcp' || entry.fatal ? entry.errno : null
}
