// Who receives a broadcast sent out of one link: through veths, over bridges and tunnels, as frames are flooded.
import type { Link } from '../../model/namespace.ts'
import type { NamespaceModel, Network } from '../compile.ts'

export interface Receiver {
  readonly namespace: NamespaceModel
  readonly link: Link
}

export interface Segment {
  readonly receivers: readonly Receiver[]
  /** Links of the segment whose other end was not read, as `NAMESPACE LINK`. */
  readonly openEnds: readonly string[]
}

const known = new WeakMap<Network, Map<string, Segment>>()

export function segmentOf(network: Network, namespace: NamespaceModel, link: Link): Segment {
  let segments = known.get(network)
  if (!segments) {
    segments = new Map()
    known.set(network, segments)
  }
  const key = `${namespace.name} ${link.name}`
  let segment = segments.get(key)
  if (!segment) {
    segment = flood(network, namespace, link)
    segments.set(key, segment)
  }
  return segment
}

/** The receiver whose link has that MAC address; a bridge answers for the addresses of its ports as well. */
export function receiverOf(segment: Segment, macAddress: string): Receiver | null {
  return (
    segment.receivers.find(({ link }) => link.macAddress === macAddress) ??
    segment.receivers.find(({ namespace, link }) =>
      (namespace.ports.get(link.name) ?? []).some((port) => port.macAddress === macAddress),
    ) ??
    null
  )
}

export function carries(link: Link): boolean {
  return link.up && link.carrier
}

function flood(network: Network, fromNamespace: NamespaceModel, fromLink: Link): Segment {
  const receivers: Receiver[] = []
  const openEnds = new Set<string>()
  const seen = new Set<string>()

  const send = (namespace: NamespaceModel, link: Link): void => {
    if (!carries(link) || !firstTime(`out ${namespace.name} ${link.name}`)) return
    switch (link.kind) {
      case 'bridge':
        for (const port of namespace.ports.get(link.name) ?? []) if (isForwarding(port)) send(namespace, port)
        return
      case 'vxlan':
        for (const end of floodedTunnels(network, namespace, link)) receive(end.namespace, end.link)
        return
      case 'macvlan': {
        const parent = parentOf(network, link)
        if (!parent) openEnds.add(`${namespace.name} ${link.name}`)
        else {
          send(parent.namespace, parent.link)
          for (const child of childrenOf(network, parent)) if (child.link !== link) receivers.push(child)
        }
        return
      }
      case 'loopback':
        return
      default: {
        const peer = link.kind === 'veth' ? peerOf(network, link) : null
        if (peer) receive(peer.namespace, peer.link)
        else openEnds.add(`${namespace.name} ${link.name}`)
      }
    }
  }
  const receive = (namespace: NamespaceModel, link: Link): void => {
    if (!carries(link) || !firstTime(`in ${namespace.name} ${link.name}`)) return
    const master = link.master === null ? undefined : namespace.links.get(link.master)
    if (master?.kind !== 'bridge') {
      receivers.push({ namespace, link }, ...childrenOf(network, { namespace, link }))
      return
    }
    if (!isForwarding(link)) return
    if (master.up) receivers.push({ namespace, link: master })
    for (const port of namespace.ports.get(master.name) ?? []) {
      const sameWay = port === link && !port.port?.hairpin
      const isolated = port.port?.isolated === true && link.port?.isolated === true
      if (!sameWay && !isolated && isForwarding(port)) send(namespace, port)
    }
  }
  const firstTime = (key: string): boolean => {
    const first = !seen.has(key)
    seen.add(key)
    return first
  }

  send(fromNamespace, fromLink)
  return { receivers, openEnds: [...openEnds] }
}

export function isForwarding(port: Link): boolean {
  return port.port === null || port.port.state === 'forwarding' || port.port.state === 'unknown'
}

export function peerOf(network: Network, link: Link): Receiver | null {
  if (!link.peer || link.peer.namespace === null) return null
  const namespace = network.namespaces.get(link.peer.namespace)
  const peer = namespace?.linksByIndex.get(link.peer.index)
  return namespace && peer ? { namespace, link: peer } : null
}

export function parentOf(network: Network, link: Link): Receiver | null {
  return peerOf(network, link)
}

export function childrenOf(network: Network, parent: Receiver): readonly Receiver[] {
  const children: Receiver[] = []
  for (const namespace of network.namespaces.values()) {
    for (const link of namespace.facts.links) {
      if (link.kind !== 'macvlan' || !link.peer || !carries(link)) continue
      if (link.peer.namespace === parent.namespace.name && link.peer.index === parent.link.index) {
        children.push({ namespace, link })
      }
    }
  }
  return children
}

/** Where a VXLAN device sends what it floods: its default remote, and FDB entries of the all-zero address. */
function floodedTunnels(network: Network, namespace: NamespaceModel, link: Link): readonly Receiver[] {
  const attributes = link.vxlan
  if (!attributes) return []
  const flooded = namespace.facts.forwarding
    .filter((entry) => entry.link === link.name && entry.macAddress === '00:00:00:00:00:00')
    .map((entry) => entry.destination)
  const remotes = new Set([attributes.remote, ...flooded])
  const ends: Receiver[] = []
  for (const remote of remotes) {
    const end = remote === null ? undefined : network.tunnelEnds.get(`${remote} ${attributes.port} ${attributes.id}`)
    if (end) ends.push(end)
  }
  return ends
}
