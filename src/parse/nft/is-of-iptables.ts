// Tells whether a rule that nft shows is one that iptables-nft wrote, and so one that iptables-nft-save prints as it is.
import { fieldOf, isObject, isSet, type JsonObject, listOf, objectOf, textOf } from '../json-value.ts'

/** iptables-nft-save leaves out, without a word, what it does not know of nft's own rules: `ip saddr { 1.1.1.1 } drop` becomes
 *  `-j DROP`. iptables itself puts a counter into every rule and uses only a few of nft's expressions. */
export function isOfIptables(rule: JsonObject): boolean {
  const statements = listOf(rule, 'expr').filter(isObject)
  return statements.some((one) => isObject(one.counter)) && statements.every(isKnownToIptables)
}

function isKnownToIptables(statement: JsonObject): boolean {
  const [kind = ''] = Object.keys(statement)
  if (kind === 'match') return isPlainMatch(objectOf(statement, kind))
  if (kind === 'counter' || kind === 'limit')
    return isObject(statement[kind]) && !isSet(objectOf(statement, kind), 'inv')
  if (kind === 'mangle')
    return textOf(objectOf(objectOf(objectOf(statement, kind), 'key'), 'meta'), 'key') === 'nftrace'
  return own.has(kind)
}

const own: ReadonlySet<string> = new Set(['xt', 'log', 'accept', 'drop', 'return', 'jump', 'goto'])

function isPlainMatch(match: JsonObject): boolean {
  const op = textOf(match, 'op') ?? ''
  const left = fieldOf(match, 'left')
  const right = fieldOf(match, 'right')
  if (!isObject(left)) return false
  const isLookup =
    (typeof right === 'string' && right.startsWith('@')) || (isObject(right) && Object.hasOwn(right, 'set'))
  const [masked] = listOf(left, '&')
  const name = fieldName(isObject(masked) ? masked : left)
  // nft writes `--tcp-flags ALL NONE` as `tcp flags ! fin,syn,…`.
  return !isLookup && fields.has(name) && (op === '==' || op === '!=' || name === 'tcp flags')
}

function fieldName(left: JsonObject): string {
  const meta = textOf(objectOf(left, 'meta'), 'key')
  const payload = objectOf(left, 'payload')
  return meta === null ? `${textOf(payload, 'protocol')} ${textOf(payload, 'field')}` : `meta ${meta}`
}

// iptables/nft-shared.c, nft-ipv4.c, nft-ipv6.c: what add_*() and nft_*_add() write.
const fields: ReadonlySet<string> = new Set([
  ...['meta iifname', 'meta oifname', 'meta l4proto', 'meta mark'],
  ...['ip saddr', 'ip daddr', 'ip protocol', 'ip frag-off', 'ip6 saddr', 'ip6 daddr'],
  ...['tcp sport', 'tcp dport', 'tcp flags', 'udp sport', 'udp dport'],
])
