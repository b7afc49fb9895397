// Finds the nodes that stand on one of the host's links: by a cable into it or into its bridge, else by the same subnet.
import type { Link, Namespace } from '../../model/namespace.ts'
import { parseAddress, parsePrefix } from '../../trace/address.ts'

export function nodesOnLink(host: Namespace, link: Link, nodes: readonly Namespace[]): string[] {
  return nodes.filter((node) => isCabled(host, link, node) || isInSubnet(link, node)).map((node) => node.name)
}

function isCabled(host: Namespace, link: Link, node: Namespace): boolean {
  const ends = host.links.filter((port) => port.index === link.index || port.master === link.name)
  return ends.some(
    (end) =>
      (end.peer?.namespace === node.name && node.links.some((one) => one.index === end.peer?.index)) ||
      node.links.some((one) => one.peer?.namespace === host.name && one.peer.index === end.index),
  )
}

/** Where the cable leads outside what was read. */
function isInSubnet(link: Link, node: Namespace): boolean {
  const known = node.links.filter((one) => one.peer?.namespace != null)
  return link.addresses.some((entry) => {
    const prefix = parsePrefix(`${entry.address}/${entry.prefixLength}`)
    const width = entry.family === 4 ? 32 : 128
    // A host address alone is nobody's subnet.
    if (!prefix || entry.scope === 'link' || entry.prefixLength === width) return false
    const shift = BigInt(width - prefix.length)
    return node.links
      .filter((one) => !known.includes(one))
      .flatMap((one) => one.addresses)
      .some((other) => {
        const address = parseAddress(other.address)
        return address?.family === prefix.family && address.value >> shift === prefix.value >> shift
      })
  })
}
