// Command lines of iproute2 that show or change what a finding speaks of.
import type { Route } from '../model/namespace.ts'
import { familyOf } from './packet-at.ts'

/** `ip route get 10.0.0.1`, `ip -6 route get fd00::1`. */
export function ipCommand(address: string, ...words: readonly string[]): readonly string[] {
  return ['ip', ...(familyOf(address) === 6 ? ['-6'] : []), ...words]
}

/** `10.0.0.1/32`, `fd00::1/128`. */
export function hostPrefix(address: string): string {
  return `${address}/${familyOf(address) === 6 ? 128 : 32}`
}

/** Takes exactly this route away. */
export function deleteRoute(route: Route): readonly string[] {
  const words = ['route', 'del', ...(route.type === 'unicast' ? [] : [route.type]), destinationText(route)]
  if (route.gateway) words.push('via', route.gateway)
  if (route.link && route.type === 'unicast') words.push('dev', route.link)
  if (route.table !== 'main') words.push('table', route.table)
  if (route.metric > 0) words.push('metric', String(route.metric))
  return ['ip', ...(route.family === 6 ? ['-6'] : []), ...words]
}

function destinationText(route: Route): string {
  return route.destination === '0.0.0.0/0' || route.destination === '::/0' ? 'default' : route.destination
}
