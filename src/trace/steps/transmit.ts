// A frame goes out by a link: to a veth's other end, over a bridge to one of its ports, or into a tunnel.
import { type EndingParts, endingOf } from '../ending.ts'
import { chooseBridgePort } from '../links/choose-bridge-port.ts'
import { parentOf, peerOf, receiverOf, segmentOf } from '../links/segment.ts'
import { stageOf } from '../stages.ts'
import { passLinkHook } from './pass-link-hook.ts'
import type { Next, Place, Walk } from './place.ts'
import { encapsulate } from './tunnel.ts'

export function stepTransmit(walk: Walk, place: Extract<Place, { kind: 'transmit' }>): Next {
  const { journey, packet } = walk
  const { namespace, link } = place
  const { network } = journey
  const isClient = namespace.name === walk.client
  const stage = stageOf(namespace.facts.role, 'filter', isClient)
  const end = (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>): Next => ({
    ending: endingOf({ stage, namespace: namespace.name, packet, ...parts }),
  })
  switch (link.kind) {
    case 'veth': {
      const peer = peerOf(network, link)
      if (!peer) return end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: link.name } })
      journey.step({ kind: 'cross', link: link.name, toNamespace: peer.namespace.name, toLink: peer.link.name })
      if (!peer.link.up) {
        const fact = `${peer.namespace.name}#link/${peer.link.name}`
        return end({ kind: 'dropped', reason: { kind: 'link-down', link: peer.link.name }, evidence: [fact] })
      }
      return { place: { kind: 'arrive', namespace: peer.namespace, link: peer.link } }
    }
    case 'bridge': {
      const choice = chooseBridgePort(network, namespace, link, packet.frame?.destination ?? '', null)
      journey.enter(stageOf(namespace.facts.role, 'port', isClient), namespace.name, link.name)
      if (choice.kind !== 'port') {
        const reason = {
          kind: 'bridge-port-closed' as const,
          bridge: link.name,
          port: '',
          why: 'unknown-address' as const,
        }
        return choice.kind === 'open-end'
          ? end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: choice.link } })
          : end({ kind: 'dropped', reason, evidence: [`${namespace.name}#link/${link.name}`] })
      }
      journey.step({ kind: 'bridge', bridge: link.name, fromPort: null, toPort: choice.port.name })
      const leaves = { namespace, kind: 'bridge', incomingLink: null, outgoingLink: choice.port.name } as const
      const stopped =
        passLinkHook(walk, { ...leaves, hook: 'output' }) ?? passLinkHook(walk, { ...leaves, hook: 'postrouting' })
      if (stopped) return stopped
      return { place: { kind: 'transmit', namespace, link: choice.port } }
    }
    case 'vxlan':
      return encapsulate(walk, place)
    case 'macvlan': {
      const destination = packet.frame?.destination ?? ''
      const sibling = receiverOf(segmentOf(network, namespace, link), destination)
      const parent = parentOf(network, link)
      if (!parent) return end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: link.name } })
      if (sibling?.link.kind === 'macvlan' && sibling.link.peer?.index === link.peer?.index) {
        journey.step({ kind: 'cross', link: link.name, toNamespace: sibling.namespace.name, toLink: sibling.link.name })
        return { place: { kind: 'arrive', namespace: sibling.namespace, link: sibling.link } }
      }
      journey.step({ kind: 'cross', link: link.name, toNamespace: parent.namespace.name, toLink: parent.link.name })
      return { place: { kind: 'transmit', namespace: parent.namespace, link: parent.link } }
    }
    case 'physical':
      return end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: link.name } })
    default:
      return end({
        kind: 'undetermined',
        reason: { kind: 'unsupported-link', link: link.name, linkKind: link.kindName },
      })
  }
}
