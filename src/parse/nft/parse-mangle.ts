// Parses nft's `set` of a packet's or connection's properties: marks, zone; the rest decides no way, or is not known.
import type { Statement } from '../../model/ruleset.ts'
import { compare, exact } from '../compare.ts'
import { fieldOf, has, isObject, type JsonObject, listOf, objectOf, textOf } from '../json-value.ts'

/** Null when anything is not known. */
export function parseMangle(mangle: JsonObject, text: string): readonly Statement[] | null {
  const key = objectOf(mangle, 'key')
  const value = fieldOf(mangle, 'value')
  const which = markOf(key)
  if (which) return setMark(which, value)
  if (textOf(objectOf(key, 'ct'), 'key') === 'zone' && !has(objectOf(key, 'ct'), 'dir') && typeof value === 'number')
    return [{ kind: 'set-zone', zone: value }]
  const hops = hopLimits.get(
    `${textOf(objectOf(key, 'payload'), 'protocol')} ${textOf(objectOf(key, 'payload'), 'field')}`,
  )
  if (hops) {
    // nft prints no match for the protocol that it makes itself; packets of the other are passed over.
    const match = compare('meta.nfproto', [exact(hops)])
    return typeof value === 'number'
      ? [
          { kind: 'match', match },
          { kind: 'set-ttl', change: 'set', value },
        ]
      : null
  }
  return decidesNothing(key) ? [{ kind: 'no-effect', text }] : null
}

const hopLimits: ReadonlyMap<string, string> = new Map([
  ['ip ttl', 'ipv4'],
  ['ip6 hoplimit', 'ipv6'],
])

function markOf(json: unknown): 'packet' | 'connection' | null {
  if (!isObject(json)) return null
  if (textOf(objectOf(json, 'meta'), 'key') === 'mark') return 'packet'
  return textOf(objectOf(json, 'ct'), 'key') === 'mark' ? 'connection' : null
}

/** The new mark is the source's bits under `keep`, then those of `xor` flipped: what any chain of `and`, `or`, `xor` comes to. */
interface MarkChange {
  readonly source: 'packet' | 'connection'
  readonly keep: number
  readonly xor: number
}

function setMark(which: 'packet' | 'connection', value: unknown): Statement[] | null {
  if (typeof value === 'number') return [{ kind: 'set-mark', which, keepMask: 0, xor: value >>> 0 }]
  const change = markChange(value)
  if (!change) return null
  const set: Statement = { kind: 'set-mark', which, keepMask: change.keep, xor: change.xor }
  if (change.source === which) return [set]
  const copy: Statement = { kind: 'copy-mark', to: which, mask: 0xffffffff }
  return change.keep === 0xffffffff && change.xor === 0 ? [copy] : [copy, set]
}

function markChange(json: unknown): MarkChange | null {
  const source = markOf(json)
  if (source) return { source, keep: 0xffffffff, xor: 0 }
  if (!isObject(json)) return null
  for (const operator of ['&', '|', '^']) {
    const [left, right] = listOf(json, operator)
    const inner = left === undefined ? null : markChange(left)
    if (!inner || typeof right !== 'number') continue
    const { keep, xor } = inner
    if (operator === '&') return { ...inner, keep: (keep & right) >>> 0, xor: (xor & right) >>> 0 }
    if (operator === '|') return { ...inner, keep: (keep & ~right) >>> 0, xor: ((xor & ~right) | right) >>> 0 }
    return { ...inner, xor: (xor ^ right) >>> 0 }
  }
  return null
}

/** Queueing priority, tracing, segment size, DSCP: none of them decides where the packet goes. */
function decidesNothing(key: JsonObject): boolean {
  const meta = textOf(objectOf(key, 'meta'), 'key')
  if (meta !== null) return meta === 'priority' || meta === 'nftrace' || meta === 'secmark'
  const ct = textOf(objectOf(key, 'ct'), 'key')
  if (ct !== null) return ct === 'event' || ct === 'label' || ct === 'secmark'
  if (has(key, 'tcp option')) return true
  const field = textOf(objectOf(key, 'payload'), 'field')
  return field === 'dscp' || field === 'ecn'
}
