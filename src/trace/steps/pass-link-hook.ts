// Takes a frame through one hook below the network layer: netdev ingress of a link, or the bridge family where it crosses a bridge.
import type { NamespaceModel } from '../compile.ts'
import { endingOf } from '../ending.ts'
import { runLinkHook } from '../netfilter/run-link-hook.ts'
import { stageOf } from '../stages.ts'
import { environmentOf } from './environment.ts'
import type { HookName, Next, Walk } from './place.ts'

export interface LinkHookPass {
  readonly namespace: NamespaceModel
  readonly kind: 'bridge' | 'netdev'
  readonly hook: HookName | 'ingress'
  /** Bridge family: the bridge's ports, or the bridge itself for a frame that this namespace made. */
  readonly incomingLink: string | null
  readonly outgoingLink: string | null
}

/** Null: the frame goes on. */
export function passLinkHook(walk: Walk, pass: LinkHookPass): Next | null {
  const { journey, packet } = walk
  const { namespace, incomingLink } = pass
  const result = runLinkHook(namespace.netfilter, pass.kind, pass.hook, {
    namespace: namespace.name,
    packet,
    incomingLink,
    outgoingLink: pass.outgoingLink,
    bridged: null,
    fromLocalProcess: incomingLink === null,
    zone: 0,
    tracking: null,
    connections: journey.connectionsOf(namespace.name),
    environment: environmentOf(namespace, packet, journey, null),
    recorder: journey,
  })
  if (result.kind === 'passed') return null
  const { reason, evidence } = result
  return {
    ending: endingOf({
      kind: result.kind,
      stage: stageOf(namespace.facts.role, 'filter', namespace.name === walk.client),
      namespace: namespace.name,
      packet,
      reason,
      evidence,
      // nft_reject_br_send_v4_unreach(), nft_reject_netdev_send_v4_unreach(): the answer goes back by the link, as from the target.
      error: result.kind === 'rejected' && reason.kind === 'rule-rejects' ? reason.with : null,
      errorLeavesBy: result.kind === 'rejected' ? incomingLink : null,
    }),
  }
}
