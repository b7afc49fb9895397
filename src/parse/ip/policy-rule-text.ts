// Writes a policy rule from `ip -j rule` as `ip rule` would have printed it: `100: from 10.0.0.0/8 lookup vpn`.
import { has, type JsonObject, textOf } from '../json-value.ts'

// Order: iproute2 ip/iprule.c print_rule().
export function policyRuleText(rule: JsonObject): string {
  const words = [
    `${textOf(rule, 'priority') ?? '?'}:`,
    has(rule, 'not') ? 'not' : null,
    prefix(rule, 'from', 'src', 'srclen'),
    prefix(rule, 'to', 'dst', 'dstlen'),
    named(rule, 'tos', 'tos'),
    masked(rule),
    link(rule, 'iif'),
    link(rule, 'oif'),
    has(rule, 'l3mdev') ? 'lookup [l3mdev-table]' : null,
    span(rule, 'uidrange', 'uid_start', 'uid_end'),
    named(rule, 'ipproto', 'ipproto'),
    ports(rule, 'sport'),
    ports(rule, 'dport'),
    named(rule, 'tun_id', 'tun_id'),
    named(rule, 'table', 'lookup'),
    named(rule, 'suppress_prefixlen', 'suppress_prefixlength'),
    named(rule, 'suppress_ifgroup', 'suppress_ifgroup'),
    has(rule, 'flow_from') ? `realms ${textOf(rule, 'flow_from')}/${textOf(rule, 'flow_to')}` : null,
    named(rule, 'goto', 'goto'),
    has(rule, 'unresolved') ? '[unresolved]' : null,
    has(rule, 'nop') ? 'nop' : null,
    textOf(rule, 'action'),
  ]
  return words.filter((word) => word !== null).join(' ')
}

function named(rule: JsonObject, key: string, word: string): string | null {
  const value = textOf(rule, key)
  return value === null ? null : `${word} ${value}`
}

function prefix(rule: JsonObject, word: string, address: string, length: string): string | null {
  const text = textOf(rule, address)
  const bits = textOf(rule, length)
  return text === null ? null : `${word} ${text}${bits === null ? '' : `/${bits}`}`
}

function masked(rule: JsonObject): string | null {
  const mask = textOf(rule, 'fwmask')
  const mark = named(rule, 'fwmark', 'fwmark')
  return mark === null || mask === null ? mark : `${mark}/${mask}`
}

function link(rule: JsonObject, key: string): string | null {
  const text = named(rule, key, key)
  return text !== null && has(rule, `${key}_detached`) ? `${text} [detached]` : text
}

function span(rule: JsonObject, word: string, from: string, to: string): string | null {
  return has(rule, from) ? `${word} ${textOf(rule, from)}-${textOf(rule, to)}` : null
}

function ports(rule: JsonObject, key: string): string | null {
  return named(rule, key, key) ?? span(rule, key, `${key}_start`, `${key}_end`)
}
