// Parses `ip -j -d route show table all`: the routes of every table.
import type { NextHop, Route, RouteType } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { has, type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from '../json-value.ts'
import type { Parsed } from '../parsed.ts'
import { prefixText } from './prefix-text.ts'
import { routeText } from './route-text.ts'
import { tosValue } from './tos-value.ts'

export function parseRoutes(family: Family, printed: readonly JsonObject[]): Parsed<Route> {
  const facts: Route[] = []
  const problems: string[] = []
  for (const object of printed) {
    const route = parseRoute(family, object)
    if (typeof route === 'string') problems.push(`${route}: ${routeText(object)}`)
    else facts.push(route)
  }
  return { facts, problems }
}

const types: readonly string[] = [
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'anycast',
  'unreachable',
  'blackhole',
  'prohibit',
  'throw',
] satisfies RouteType[]

/** A string says what about the route this program does not know. */
function parseRoute(family: Family, object: JsonObject): Route | string {
  const type = textOf(object, 'type') ?? 'unicast'
  if (!isRouteType(type)) return `route of type ${type}`
  const destination = textOf(object, 'dst')
  if (destination === null) return 'route without a destination'
  // Source-specific routes and light-weight tunnels: taking them for plain ones would be a guess.
  if (textOf(object, 'from') !== null) return 'route for one source only'
  if (has(object, 'encap')) return 'route with an encapsulation'
  const tos = tosValue(textOf(object, 'tos') ?? '0')
  if (tos === null) return 'route with an unknown tos'
  const flags = textsOf(object, 'flags')
  return {
    family,
    table: textOf(object, 'table') ?? 'main',
    type,
    destination: prefixText(family, destination),
    gateway: gatewayOf(object),
    link: textOf(object, 'dev'),
    preferredSource: textOf(object, 'prefsrc'),
    metric: numberOf(object, 'metric') ?? 0,
    scope: textOf(object, 'scope') ?? 'global',
    tos,
    onlink: flags.includes('onlink'),
    mtuBytes: objectsOf(object, 'metrics').reduce<number | null>((mtu, metric) => numberOf(metric, 'mtu') ?? mtu, null),
    flags: flags.filter((flag) => flag !== 'onlink'),
    nextHops: objectsOf(object, 'nexthops').map(parseNextHop),
    text: routeText(object),
  }
}

function isRouteType(text: string): text is RouteType {
  return types.includes(text)
}

/** `gateway`, or `via` when it is of the other family. */
function gatewayOf(object: JsonObject): string | null {
  return textOf(object, 'gateway') ?? textOf(objectOf(object, 'via'), 'host')
}

function parseNextHop(object: JsonObject): NextHop {
  return {
    gateway: gatewayOf(object),
    link: textOf(object, 'dev') ?? '',
    weight: numberOf(object, 'weight') ?? 1,
    flags: textsOf(object, 'flags'),
  }
}
