// Writes a prefix the way the model has it: always with its length.
import type { Family } from '../../model/packet.ts'

/** `default`, `all`, `any` → `0.0.0.0/0` or `::/0`; an address alone → `/32` or `/128`. */
export function prefixText(family: Family, text: string): string {
  if (text === 'default' || text === 'all' || text === 'any') return family === 4 ? '0.0.0.0/0' : '::/0'
  return text.includes('/') ? text : `${text}/${family === 4 ? 32 : 128}`
}
