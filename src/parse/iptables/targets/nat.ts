// Parses the targets that change addresses: DNAT, SNAT, MASQUERADE, REDIRECT, NETMAP, TPROXY.

import type { NatTarget, Statement } from '../../../model/ruleset.ts'
import { type AddressPorts, parseAddressPorts, parsePortRange } from '../../address-ports.ts'
import { prefixRange } from '../../prefix-range.ts'
import { maskedNumber } from '../matches/number-value.ts'
import type { RuleOption } from '../rule-option.ts'
import { setMark } from './mark.ts'
import type { TargetParser } from './target-parser.ts'

export const dnat = addressParser('dnat', '--to-destination')
export const snat = addressParser('snat', '--to-source')
export const masquerade = portsParser('masquerade')
export const redirect = portsParser('redirect')

export const netmap: TargetParser = (options, { family }) => {
  const address = prefixRange(firstValue(options, '--to') ?? '')
  return address && options.length === 1
    ? [{ kind: 'nat', nat: { kind: 'netmap', family, address, ports: null, flags: [] } }]
    : null
}

/** The mark is set when a socket takes the packet, which is then accepted (net/netfilter/xt_TPROXY.c tproxy_tg4()). */
export const tproxy: TargetParser = (options, { family }) => {
  const target = parseAddressPorts(firstValue(options, '--on-ip') ?? '')
  const ports = parsePortRange(firstValue(options, '--on-port') ?? '0')
  const mark = maskedNumber(firstValue(options, '--tproxy-mark') ?? '0x0/0x0')
  if (!target || !ports || !mark) return null
  const nat: NatTarget = {
    kind: 'tproxy',
    family,
    address: target.address,
    ports: ports.from === 0 ? null : ports,
    flags: [],
  }
  const value = Number(mark.value)
  const mask = Number(mark.mask ?? 0xffffffff)
  const marking: Statement[] = mask === 0 && value === 0 ? [] : [setMark('packet', value, mask)]
  return [...marking, { kind: 'nat', nat }, { kind: 'verdict', verdict: { kind: 'accept' } }]
}

function addressParser(kind: 'dnat' | 'snat', option: string): TargetParser {
  return (options, { family }) => {
    const target = parseAddressPorts(firstValue(options, option) ?? '?')
    return target && natStatement(kind, family, target, options, option)
  }
}

function portsParser(kind: 'masquerade' | 'redirect'): TargetParser {
  return (options, { family }) => {
    const text = firstValue(options, '--to-ports')
    const ports = text === null ? null : parsePortRange(text)
    if (text !== null && !ports) return null
    return natStatement(kind, family, { address: null, ports }, options, '--to-ports')
  }
}

function natStatement(
  kind: NatTarget['kind'],
  family: 4 | 6,
  target: AddressPorts,
  options: readonly RuleOption[],
  main: string,
): Statement[] | null {
  const others = options.map((option) => option.name).filter((name) => name !== main)
  if (!others.every((name) => flags.has(name))) return null
  return [{ kind: 'nat', nat: { kind, family, ...target, flags: others.map((name) => name.slice(2)) } }]
}

const flags: ReadonlySet<string> = new Set(['--random', '--random-fully', '--persistent'])

function firstValue(options: readonly RuleOption[], name: string): string | null {
  return options.find((option) => option.name === name)?.values[0] ?? null
}
