// Which port a translated packet gets.
// Source: net/netfilter/nf_nat_core.c get_unique_tuple(), nf_nat_l4proto_unique_tuple().
import type { PacketSummary } from '../../../model/packet.ts'
import type { Manipulation } from './manipulation.ts'
import type { NatRange } from './nat-range.ts'

/** `unknown`: the kernel draws one by chance, and it decides where the packet goes. */
export function choosePort(
  tuple: PacketSummary,
  manipulation: Manipulation,
  { ports, randomPort }: NatRange,
  isTaken: (tuple: PacketSummary) => boolean,
): number | 'unknown' {
  const side = manipulation === 'source' ? 'sourcePort' : 'destinationPort'
  const port = tuple[side]
  const free = (candidate: number): boolean => !isTaken({ ...tuple, [side]: candidate })
  if (manipulation === 'destination') {
    if (!ports) return port
    if (ports.from === ports.to) return ports.from
    if (randomPort) return 'unknown'
    if (port >= ports.from && port <= ports.to && free(port)) return port
    // Since Linux 6.8; 5.0 to 6.7 drew one by chance here.
    return firstFree(ports, free)
  }
  // Which source port the kernel draws cannot be known, and no address depends on it: the own one stands for it where it may.
  if ((!ports || (port >= ports.from && port <= ports.to)) && free(port)) return port
  return firstFree(ports ?? rangeOfPort(port), free)
}

/** Privileged ports stay privileged. */
function rangeOfPort(port: number): { readonly from: number; readonly to: number } {
  if (port < 512) return { from: 1, to: 511 }
  return port < 1024 ? { from: 600, to: 1023 } : { from: 1024, to: 65535 }
}

function firstFree(
  { from, to }: { readonly from: number; readonly to: number },
  free: (port: number) => boolean,
): number {
  for (let port = from; port <= to; port += 1) if (free(port)) return port
  return from
}
