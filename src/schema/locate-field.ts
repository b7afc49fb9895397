// The line on which a field of a JSON or YAML text stands, for error messages.
import { LineCounter, parseDocument } from 'yaml'

/** Counted from 1. Of the nearest field around it when the field itself is missing; null when nothing fits. */
export function locateField(text: string, path: readonly (string | number)[]): number | null {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: true })
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    const range = (node as { readonly range?: readonly number[] | null } | null | undefined)?.range
    if (range?.[0] !== undefined) return lines.linePos(range[0]).line
  }
  return null
}
