// What is on the wire: the addresses and ports of one packet, as the kernel's flow key has them.

export type Family = 4 | 6
export type Protocol = 'tcp' | 'udp'

/** One packet's flow key. Addresses are written as the kernel prints them (`10.0.0.1`, `fd00::1`). */
export interface PacketSummary {
  readonly protocol: Protocol | 'icmp' | 'icmpv6'
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
}
