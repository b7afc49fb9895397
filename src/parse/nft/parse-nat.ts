// Parses nft's dnat, snat, masquerade, redirect and tproxy.
import type { Family } from '../../model/packet.ts'
import type { NatTarget, Statement } from '../../model/ruleset.ts'
import { compare, exact } from '../compare.ts'
import { fieldOf, isObject, type JsonObject, listOf, objectOf, textOf } from '../json-value.ts'
import { prefixRange } from '../prefix-range.ts'
import type { NftContext } from './rule-context.ts'

/** Null when anything is not known: addresses from maps, for one. */
export function parseNat(
  kind: 'dnat' | 'snat' | 'masquerade' | 'redirect' | 'tproxy',
  json: unknown,
  { family }: NftContext,
): readonly Statement[] | null {
  const nat = isObject(json) ? json : {}
  const named = textOf(nat, 'family')
  const natFamily = familyOf(named) ?? familyOf(family)
  const address = addressOf(fieldOf(nat, 'addr'))
  const ports = portsOf(fieldOf(nat, 'port'))
  if (address === undefined || ports === undefined) return null
  // `dnat prefix to` keeps the host's bits, as NETMAP of iptables does; other type flags belong to maps.
  const isPrefix = textOf(nat, 'type_flags') === 'prefix'
  if (Object.hasOwn(nat, 'type_flags') && !isPrefix) return null
  const flags = flagsOf(nat).filter((flag) => flag !== 'netmap')
  const target: NatTarget = { kind: isPrefix ? 'netmap' : kind, family: natFamily, address, ports, flags }
  // In a table of both families, `dnat ip to` is for IPv4 only; nft does not print that it asks.
  const asks: Statement[] =
    family === 'inet' && familyOf(named) !== null
      ? [{ kind: 'match', match: compare('meta.nfproto', [exact(named === 'ip' ? 'ipv4' : 'ipv6')]) }]
      : []
  return [...asks, { kind: 'nat', nat: target }]
}

function familyOf(name: string | null): Family | null {
  return name === 'ip' ? 4 : name === 'ip6' ? 6 : null
}

/** Undefined when it is not known. */
function addressOf(json: unknown): NatTarget['address'] | undefined {
  if (json === undefined) return null
  if (typeof json === 'string') return { from: json, to: json }
  if (!isObject(json)) return undefined
  const [from, to] = listOf(json, 'range')
  if (typeof from === 'string' && typeof to === 'string') return { from, to }
  const prefix = objectOf(json, 'prefix')
  return prefixRange(`${textOf(prefix, 'addr')}/${textOf(prefix, 'len')}`) ?? undefined
}

function portsOf(json: unknown): NatTarget['ports'] | undefined {
  if (json === undefined) return null
  if (typeof json === 'number') return { from: json, to: json }
  const [from, to] = isObject(json) ? listOf(json, 'range') : []
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined
}

function flagsOf(nat: JsonObject): readonly string[] {
  const flags = fieldOf(nat, 'flags')
  return (Array.isArray(flags) ? flags : [flags]).filter((flag) => typeof flag === 'string')
}
