// Writes an address that was calculated as the kernel prints it.
import { Address4, Address6 } from 'ip-address'
import type { Family } from '../../model/packet.ts'

export function formatAddress(family: Family, value: bigint): string {
  return family === 4 ? Address4.fromBigInt(value).correctForm() : Address6.fromBigInt(value).correctForm()
}
