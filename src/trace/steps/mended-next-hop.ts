// The next hop that a namespace without a working route would have if it were mended: its own node's or host's address on a shared link.
import type { NextHop, Role } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { firstAddress, type NamespaceModel, type Network } from '../compile.ts'
import { segmentOf } from '../links/segment.ts'

/** Roles that forward for a role, nearest first. */
const gatewaysOf: Readonly<Record<Role, readonly Role[]>> = {
  pod: ['node'],
  node: ['host'],
  container: ['host'],
  host: ['lan'],
  lan: ['lan', 'host'],
}

export function mendedNextHop(network: Network, namespace: NamespaceModel, family: Family): NextHop | null {
  for (const role of gatewaysOf[namespace.facts.role]) {
    for (const link of namespace.facts.links) {
      if (!link.up || link.kind === 'loopback' || link.vxlan) continue
      for (const receiver of segmentOf(network, namespace, link).receivers) {
        if (receiver.namespace.facts.role !== role) continue
        const gateway = firstAddress(receiver.link, family)
        if (gateway !== null) return { gateway, link: link.name, weight: 1, flags: ['onlink'] }
      }
    }
  }
  return null
}
