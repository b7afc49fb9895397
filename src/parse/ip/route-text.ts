// Writes a route from `ip -j -d route` as `ip route show table all` would have printed it, on one line.
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json-value.ts'

// Order: iproute2 ip/iproute.c print_route().
export function routeText(route: JsonObject): string {
  const type = textOf(route, 'type')
  const words = [
    type === 'unicast' ? null : type,
    textOf(route, 'dst'),
    named(route, 'from', 'from'),
    named(route, 'encap', 'encap'),
    named(route, 'tos', 'tos'),
    named(route, 'nhid', 'nhid'),
    gatewayText(route),
    named(route, 'dev', 'dev'),
    unless(route, 'table', 'main', 'table'),
    unless(route, 'protocol', 'boot', 'proto'),
    unless(route, 'scope', 'global', 'scope'),
    named(route, 'prefsrc', 'src'),
    named(route, 'metric', 'metric'),
    ...textsOf(route, 'flags'),
    ...objectsOf(route, 'metrics').flatMap(metricWords),
    named(route, 'pref', 'pref'),
    ...objectsOf(route, 'nexthops').map(nextHopText),
  ]
  return words.filter((word) => word !== null && word !== '').join(' ')
}

function named(route: JsonObject, key: string, word: string): string | null {
  const value = textOf(route, key)
  return value === null ? null : `${word} ${value}`
}

/** ip leaves out what is so by default. */
function unless(route: JsonObject, key: string, usual: string, word: string): string | null {
  return textOf(route, key) === usual ? null : named(route, key, word)
}

function gatewayText(route: JsonObject): string | null {
  const via = objectOf(route, 'via')
  const host = textOf(via, 'host')
  return host === null ? named(route, 'gateway', 'via') : `via ${textOf(via, 'family') ?? ''} ${host}`
}

function metricWords(metric: JsonObject): string[] {
  return Object.keys(metric).map((key) => `${key} ${textOf(metric, key) ?? ''}`.trim())
}

function nextHopText(hop: JsonObject): string {
  return [
    'nexthop',
    gatewayText(hop),
    named(hop, 'dev', 'dev'),
    named(hop, 'weight', 'weight'),
    ...textsOf(hop, 'flags'),
  ]
    .filter((word) => word !== null)
    .join(' ')
}
