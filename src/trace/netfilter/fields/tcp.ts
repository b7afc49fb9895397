// tcp.flags, tcp.option: FIN 1, SYN 2, RST 4, PSH 8, ACK 16; which options a segment carries is not followed.
// Source: net/netfilter/xt_tcpudp.c tcp_mt(), net/netfilter/nft_exthdr.c nft_exthdr_tcp_eval().
import { absent, one, type ReadField, unknown } from './reading.ts'

/** A reset that answers a SYN acknowledges it: net/ipv4/tcp_ipv4.c tcp_v4_send_reset(). */
const bits = { syn: 2, 'syn-ack': 18, rst: 20 } as const

export const readTcpFlags: ReadField = ({ packet }) => (packet.tcpFlags === null ? absent : one(bits[packet.tcpFlags]))

export const readTcpOption: ReadField = ({ packet }) => (packet.tcpFlags === null ? absent : unknown)
