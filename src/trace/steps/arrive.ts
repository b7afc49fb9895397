// A frame comes out of a link: into a bridge whose port the link is, or up to the network layer.
// Source: net/bridge/br_input.c, net/bridge/br_netfilter_hooks.c br_nf_pre_routing(), br_nf_forward_ip(), br_nf_post_routing().
import type { Link } from '../../model/namespace.ts'
import type { NamespaceModel } from '../compile.ts'
import { type EndingParts, endingOf } from '../ending.ts'
import { chooseBridgePort } from '../links/choose-bridge-port.ts'
import { childrenOf, isForwarding } from '../links/segment.ts'
import type { Tracking } from '../netfilter/passage.ts'
import { stageOf } from '../stages.ts'
import { passHook } from './pass-hook.ts'
import { passLinkHook } from './pass-link-hook.ts'
import type { BridgedBy, Next, Place, Walk } from './place.ts'

export function stepArrive(walk: Walk, place: Extract<Place, { kind: 'arrive' }>): Next {
  const { journey, packet } = walk
  const { namespace, link } = place
  const stage = stageOf(
    namespace.facts.role,
    cameFromPod(walk, link) ? 'port' : 'filter',
    namespace.name === walk.client,
  )
  journey.enter(stage, namespace.name, link.name)
  const end = (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>): Next => ({
    ending: endingOf({ stage, namespace: namespace.name, packet, ...parts }),
  })
  const filtered = passLinkHook(walk, {
    ...{ namespace, kind: 'netdev', hook: 'ingress', incomingLink: link.name, outgoingLink: null },
  })
  if (filtered) return filtered
  const master = link.master === null ? undefined : namespace.links.get(link.master)
  if (link.master !== null && master?.kind !== 'bridge') {
    return end({
      kind: 'undetermined',
      reason: { kind: 'unsupported-link', link: link.master, linkKind: master?.kindName ?? 'unknown' },
    })
  }
  if (master) return bridgeInput(walk, namespace, master, link, end)
  const destination = packet.frame?.destination
  if (destination === undefined || destination === link.macAddress) {
    return { place: { kind: 'input', namespace, link, bridged: null, translated: null } }
  }
  const child = childrenOf(journey.network, { namespace, link }).find(
    (candidate) => candidate.link.macAddress === destination,
  )
  if (child) return { place: { kind: 'arrive', namespace: child.namespace, link: child.link } }
  return end({
    kind: 'dropped',
    reason: { kind: 'not-for-us', link: link.name, macAddress: destination },
    evidence: [`${namespace.name}#link/${link.name}`],
  })
}

function bridgeInput(
  walk: Walk,
  namespace: NamespaceModel,
  bridge: Link,
  port: Link,
  end: (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>) => Next,
): Next {
  const { journey, packet } = walk
  const closed = (closedPort: Link, why: 'hairpin' | 'isolated' | 'state' | 'unknown-address'): Next =>
    end({
      kind: 'dropped',
      reason: { kind: 'bridge-port-closed', bridge: bridge.name, port: closedPort.name, why },
      evidence: [`${namespace.name}#link/${closedPort.name}`],
    })
  if (!isForwarding(port)) return closed(port, 'state')
  if (!bridge.up)
    return end({
      kind: 'dropped',
      reason: { kind: 'link-down', link: bridge.name },
      evidence: [`${namespace.name}#link/${bridge.name}`],
    })
  const crosses = { namespace, kind: 'bridge', incomingLink: port.name } as const
  const filtered = passLinkHook(walk, { ...crosses, hook: 'prerouting', outgoingLink: null })
  if (filtered) return filtered
  const seesNetfilter = callsNetfilter(namespace, bridge, packet.family)
  const cameBy: BridgedBy | null = seesNetfilter ? { physicalIn: port.name, physicalOut: null } : null
  const choice = chooseBridgePort(journey.network, namespace, bridge, packet.frame?.destination ?? '', port)
  if (choice.kind === 'up') {
    journey.step({ kind: 'bridge', bridge: bridge.name, fromPort: port.name, toPort: null })
    const passedUp = passLinkHook(walk, { ...crosses, hook: 'input', outgoingLink: null })
    return passedUp ?? { place: { kind: 'input', namespace, link: bridge, bridged: cameBy, translated: null } }
  }
  if (choice.kind === 'open-end')
    return end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: choice.link } })
  if (choice.kind === 'unknown') return closed(port, 'unknown-address')
  let tracking: Tracking | null = null
  if (seesNetfilter) {
    const before = packet.destination
    const pass = { namespace, incomingLink: bridge.name, bridged: cameBy, gateway: null }
    const prerouting = passHook(walk, { ...pass, hook: 'prerouting', outgoingLink: null, tracking: null })
    if ('ending' in prerouting) return prerouting
    tracking = prerouting.tracking
    if (packet.destination !== before) {
      // br_nf_pre_routing_finish(): a translated packet is routed, not bridged.
      return { place: { kind: 'input', namespace, link: bridge, bridged: pass.bridged, translated: tracking } }
    }
  }
  if (choice.kind === 'closed') return closed(choice.port, choice.why)
  const bridged: BridgedBy = { physicalIn: port.name, physicalOut: choice.port.name }
  if (seesNetfilter) {
    const pass = { namespace, outgoingLink: bridge.name, bridged, gateway: null }
    const forward = passHook(walk, { ...pass, hook: 'forward', incomingLink: bridge.name, tracking })
    if ('ending' in forward) return forward
    const postrouting = passHook(walk, { ...pass, hook: 'postrouting', incomingLink: null, tracking: forward.tracking })
    if ('ending' in postrouting) return postrouting
  }
  const leaves = { ...crosses, outgoingLink: choice.port.name }
  const stopped =
    passLinkHook(walk, { ...leaves, hook: 'forward' }) ?? passLinkHook(walk, { ...leaves, hook: 'postrouting' })
  if (stopped) return stopped
  journey.enter(stageOf(namespace.facts.role, 'port', namespace.name === walk.client), namespace.name, choice.port.name)
  journey.step({ kind: 'bridge', bridge: bridge.name, fromPort: port.name, toPort: choice.port.name })
  return { place: { kind: 'transmit', namespace, link: choice.port } }
}

/** br_netfilter: the namespace's sysctl, or the bridge's own switch. Without the sysctl's file it is not loaded. */
function callsNetfilter(namespace: NamespaceModel, bridge: Link, family: 4 | 6): boolean {
  const sysctl = namespace.sysctl(
    family === 4 ? 'net.bridge.bridge-nf-call-iptables' : 'net.bridge.bridge-nf-call-ip6tables',
  )
  if (sysctl === null) return false
  return sysctl === '1' || (family === 4 ? bridge.bridge?.netfilterCall4 : bridge.bridge?.netfilterCall6) === true
}

function cameFromPod(walk: Walk, link: Link): boolean {
  const peer = link.peer?.namespace
  return peer != null && walk.journey.network.namespaces.get(peer)?.facts.role === 'pod'
}
