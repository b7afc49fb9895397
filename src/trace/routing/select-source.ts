// Which source address the kernel gives to what a namespace sends itself.
// Source: net/ipv4/devinet.c inet_select_addr(), net/ipv6/addrconf.c ipv6_dev_get_saddr() (RFC 6724).
import type { Link, LinkAddress } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { type Address, isLinkLocal, parseAddress, parsePrefix, prefixContains, widthOf } from '../address.ts'
import type { NamespaceModel } from '../compile.ts'

/** Null when the namespace has no address of that family that could be used. */
export function selectSource(
  namespace: NamespaceModel,
  family: Family,
  linkName: string,
  /** IPv4: the address to be near to (a route's gateway); null: the link's first will do. */
  near: string | null,
  destination: string,
): string | null {
  const link = namespace.links.get(linkName)
  if (family === 4) return selectIpv4(namespace, link, near === null ? null : parseAddress(near))
  const target = parseAddress(destination)
  return target ? selectIpv6(namespace, link, target) : null
}

function selectIpv4(namespace: NamespaceModel, link: Link | undefined, near: Address | null): string | null {
  const own = candidates(link, 4).filter((entry) => !entry.flags.includes('secondary'))
  const sameSubnet = near ? own.find((entry) => onSubnet(entry, near)) : undefined
  const usable = sameSubnet ?? own.find((entry) => entry.scope !== 'host')
  if (usable) return usable.address
  // A link without addresses borrows one of another link, never of loopback scope.
  for (const other of namespace.facts.links) {
    const borrowed = candidates(other, 4).find((entry) => entry.scope !== 'link' && entry.scope !== 'host')
    if (borrowed) return borrowed.address
  }
  return null
}

function selectIpv6(namespace: NamespaceModel, link: Link | undefined, target: Address): string | null {
  const everywhere = namespace.facts.links.flatMap((other) =>
    candidates(other, 6).map((entry) => ({ entry, sameLink: other.name === link?.name })),
  )
  const scored = everywhere
    .filter(({ entry, sameLink }) => !entry.flags.includes('tentative') && (sameLink || entry.scope !== 'link'))
    .filter(({ entry }) => entry.scope !== 'host')
    .map((candidate) => ({ ...candidate, score: scoreIpv6(candidate.entry, candidate.sameLink, target) }))
    .sort((left, right) => right.score - left.score)
  return scored[0]?.entry.address ?? null
}

/** Rules 1 to 3, 5 and 8 of RFC 6724 section 5, weighted so that an earlier rule beats all later ones. */
function scoreIpv6(entry: LinkAddress, sameLink: boolean, target: Address): number {
  const address = parseAddress(entry.address)
  if (!address) return -1
  const exact = address.value === target.value ? 1 : 0
  const scope = isLinkLocal(address) === isLinkLocal(target) ? 1 : 0
  const preferred = entry.flags.includes('deprecated') ? 0 : 1
  const label = isUniqueLocal(address) === isUniqueLocal(target) ? 1 : 0
  return (
    exact * 1e6 + scope * 1e5 + preferred * 1e4 + (sameLink ? 1e3 : 0) + label * 500 + commonLength(address, target)
  )
}

/** fc00::/7 has a label of its own in the default policy table (RFC 6724 section 2.1). */
function isUniqueLocal(address: Address): boolean {
  return address.value >> 121n === 0x7en
}

function commonLength(left: Address, right: Address): number {
  let difference = left.value ^ right.value
  let length = widthOf(left.family)
  while (difference > 0n) {
    difference >>= 1n
    length -= 1
  }
  return length
}

function candidates(link: Link | undefined, family: Family): readonly LinkAddress[] {
  return link?.up ? link.addresses.filter((entry) => entry.family === family) : []
}

function onSubnet(entry: LinkAddress, target: Address): boolean {
  const prefix = parsePrefix(`${entry.peer ?? entry.address}/${entry.prefixLength}`)
  return prefix !== null && prefixContains(prefix, target)
}
