// The next hop that a namespace should use: its node's or its host's address on a link they share.
import type { NextHop } from '../model/namespace.ts'
import type { Network } from '../trace/compile.ts'
import { mendedNextHop } from '../trace/steps/mended-next-hop.ts'
import { familyOf } from './packet-at.ts'

export function nextHopFor(network: Network, namespace: string, destination: string): NextHop | null {
  const model = network.namespaces.get(namespace)
  return model ? mendedNextHop(network, model, familyOf(destination)) : null
}

/** `via 172.18.0.1 dev eth0`, with `onlink` where no route of the link covers the gateway. */
export function viaWords(network: Network, namespace: string, hop: NextHop): readonly string[] {
  const gateway = hop.gateway ?? ''
  const link = network.namespaces.get(namespace)?.links.get(hop.link)
  const covered = link?.addresses.some(
    (own) => own.family === familyOf(gateway) && own.prefixLength < (own.family === 4 ? 32 : 128),
  )
  return ['via', gateway, 'dev', hop.link, ...(covered ? [] : ['onlink'])]
}
