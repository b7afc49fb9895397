// Takes a packet through one netfilter hook of one namespace.
import type { Outcome } from '../../model/measurement.ts'
import type { RejectKind } from '../../model/ruleset.ts'
import type { NamespaceModel } from '../compile.ts'
import { type Ending, endingOf } from '../ending.ts'
import type { Passage, Tracking } from '../netfilter/passage.ts'
import { runHook } from '../netfilter/run-hook.ts'
import { stageOf } from '../stages.ts'
import { environmentOf } from './environment.ts'
import type { BridgedBy, HookName, Walk } from './place.ts'

export interface HookPass {
  readonly hook: HookName
  readonly namespace: NamespaceModel
  readonly incomingLink: string | null
  readonly outgoingLink: string | null
  readonly bridged: BridgedBy | null
  readonly tracking: Tracking | null
  readonly gateway: string | null
}

export type HookOutcome = { readonly tracking: Tracking | null } | { readonly ending: Ending }

export function passHook(walk: Walk, pass: HookPass): HookOutcome {
  const { journey, packet } = walk
  const { namespace } = pass
  const stage = stageOf(namespace.facts.role, 'filter', namespace.name === walk.client)
  journey.enter(stage, namespace.name, pass.outgoingLink ?? pass.incomingLink)
  const passage: Passage = {
    namespace: namespace.name,
    packet,
    incomingLink: pass.incomingLink,
    outgoingLink: pass.outgoingLink,
    bridged: pass.bridged,
    fromLocalProcess: isOwn(pass),
    tracking: pass.tracking,
    zone: 0,
    connections: journey.connectionsOf(namespace.name),
    environment: environmentOf(namespace, packet, journey, pass.gateway),
    recorder: journey,
  }
  const result = runHook(namespace.netfilter, pass.hook, passage)
  const here = { stage, namespace: namespace.name, packet }
  switch (result.kind) {
    case 'passed':
      return { tracking: passage.tracking }
    case 'undetermined':
      return { ending: endingOf({ ...here, kind: 'undetermined', reason: result.reason, evidence: result.evidence }) }
    case 'dropped':
      return {
        ending: endingOf({
          ...here,
          kind: 'dropped',
          reason: result.reason,
          evidence: result.evidence,
          errno: sendError(walk, pass),
        }),
      }
    case 'rejected': {
      const error: RejectKind = result.reason.kind === 'rule-rejects' ? result.reason.with : 'port-unreachable'
      return {
        ending: endingOf({
          ...here,
          kind: 'rejected',
          reason: result.reason,
          evidence: result.evidence,
          error,
          // nf_send_reset(): for a packet that a bridge port passed up, the reset goes straight back out by that port.
          errorLeavesBy: error === 'tcp-reset' && pass.incomingLink ? (pass.bridged?.physicalIn ?? null) : null,
          errno: sendError(walk, pass),
        }),
      }
    }
    default:
      return result satisfies never
  }
}

/** sendto() is told EPERM when its own namespace drops the datagram on the way out (nf_hook_slow()); TCP's connect() is not. */
function sendError(walk: Walk, pass: HookPass): Outcome | null {
  const sending = pass.namespace.name === walk.origin && isOwn(pass) && walk.journey.tunnelled.length === 0
  return sending && walk.packet.protocol === 'udp' ? 'EPERM' : null
}

/** Sent from here. A packet that is bridged leaves without the link by which it came as well (br_nf_post_routing()). */
function isOwn({ incomingLink, bridged }: HookPass): boolean {
  return incomingLink === null && bridged === null
}
