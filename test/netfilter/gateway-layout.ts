// How the gateway's network is laid out: which link leads to whom, and what a frame that comes in by it bears.
import type { Family } from '../../src/model/packet.ts'
import type { AddressType, Environment } from '../../src/trace/netfilter/passage.ts'
import { addresses } from './gateway.ts'

export const environment: Environment = {
  addressType: (address): AddressType => (isOf('gateway', address) ? 'local' : 'unicast'),
  masqueradeAddress: (link, family) => linkAddress(link, family),
  linkAddress: (link, family) => linkAddress(link, family),
  linkKind: (link) => (link === 'lo' ? '' : link === 'c0' ? 'bridge' : 'veth'),
  wayBackLink: (address) => linkTo(address),
}

/** Null: not on the bridge's network. */
export function bridgePortTo(address: string): string | null {
  return isOf('client', address) ? 'p1' : isOf('near', address) ? 'p2' : null
}

export const frames = {
  p1: { source: '02:00:00:00:01:02', destination: '02:00:00:00:01:01' },
  p2: { source: '02:00:00:00:01:03', destination: '02:00:00:00:01:02' },
  s0: { source: '02:00:00:00:02:02', destination: '02:00:00:00:02:01' },
}

export function linkAddress(link: string, family: Family): string | null {
  const own = { c0: ['10.1.0.1', 'fd01::1'], s0: ['10.2.0.1', 'fd02::1'], lo: ['127.0.0.1', '::1'] }[link]
  return own?.[family === 4 ? 0 : 1] ?? null
}

export function linkTo(address: string): 'c0' | 's0' | 'lo' {
  if (isOf('gateway', address) || address.startsWith('127.')) return 'lo'
  return address.startsWith('10.1.') || address.startsWith('fd01:') ? 'c0' : 's0'
}

export function isOf(namespace: keyof typeof addresses, address: string): boolean {
  return (addresses[namespace] as readonly string[]).includes(address)
}
