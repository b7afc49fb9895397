// Gives the first and the last address of a prefix.
import { Address4, Address6 } from 'ip-address'

/** Null when the text is no prefix. */
export function prefixRange(text: string): { readonly from: string; readonly to: string } | null {
  try {
    const parsed = text.includes(':') ? new Address6(text) : new Address4(text)
    return { from: parsed.startAddress().correctForm(), to: parsed.endAddress().correctForm() }
  } catch {
    return null
  }
}
