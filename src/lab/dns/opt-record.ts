// The pseudo-record by which DNS messages say how large an answer over UDP may be (RFC 6891).
import type { Answer } from 'dns-packet'

export function optRecord(udpPayloadSize: number): Answer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  }
}
