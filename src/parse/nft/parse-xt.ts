// Parses what nft prints of a match or target of iptables in a table that iptables-nft-save cannot print: its name, no more.
import type { Statement } from '../../model/ruleset.ts'
import { type JsonObject, textOf } from '../json-value.ts'

/** Null where the name alone does not say what happens. */
export function parseXt(xt: JsonObject, text: string): readonly Statement[] | null {
  const name = textOf(xt, 'name') ?? ''
  const isTarget = textOf(xt, 'type') === 'target'
  if (isTarget && withoutEffect.has(name)) return [{ kind: 'no-effect', text }]
  if (!isTarget && name === 'comment') return [{ kind: 'no-effect', text }]
  return isTarget ? null : [{ kind: 'match', match: { kind: 'unsupported', text } }]
}

const withoutEffect: ReadonlySet<string> = new Set(['LOG', 'NFLOG', 'TRACE', 'TCPMSS', 'CHECKSUM', 'CLASSIFY', 'SET'])
