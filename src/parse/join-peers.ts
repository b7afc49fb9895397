// Joins the veth pairs between a host and its containers that were read apart, where no namespace id tells whose end is whose.
import type { Link, Namespace } from '../model/namespace.ts'

/** A pair names each other's ifindex, and on the host that index is one link's alone; so a pair that fits both ways is one.
 *  Source: drivers/net/veth.c veth_get_iflink(). */
export function joinPeers(namespaces: readonly Namespace[]): Namespace[] {
  const host = namespaces.find(({ role }) => role === 'host')
  if (!host) return [...namespaces]
  const ends = new Map<string, string[]>()
  for (const { name, role, links } of namespaces) {
    if (role !== 'node' && role !== 'container') continue
    for (const link of links.filter(isOpen)) {
      const key = `${link.peer.index} ${link.index}`
      ends.set(key, [...(ends.get(key) ?? []), name])
    }
  }
  const joined = new Map<string, string>()
  for (const link of host.links.filter(isOpen)) {
    const key = `${link.index} ${link.peer.index}`
    const [name, ...others] = ends.get(key) ?? []
    // Two that claim the same end: one of them is of another host.
    if (name !== undefined && others.length === 0) joined.set(key, name)
  }
  return namespaces.map((namespace) => ({
    ...namespace,
    links: namespace.links.map((link) => {
      if (!isOpen(link)) return link
      const onHost = namespace === host
      const key = onHost ? `${link.index} ${link.peer.index}` : `${link.peer.index} ${link.index}`
      const other = joined.get(key)
      const isMine = other !== undefined && (onHost || other === namespace.name)
      return isMine ? { ...link, peer: { ...link.peer, namespace: onHost ? other : host.name } } : link
    }),
  }))
}

type OpenLink = Link & { readonly peer: { readonly namespace: null; readonly index: number } }

function isOpen(link: Link): link is OpenLink {
  return link.kind === 'veth' && link.peer !== null && link.peer.namespace === null
}
