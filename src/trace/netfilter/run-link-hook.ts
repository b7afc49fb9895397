// Rules below the network layer: netdev ingress of a link, and the bridge family where a frame crosses a bridge.
// Source: net/netfilter/nft_chain_filter.c nft_do_chain_bridge(), nft_do_chain_netdev(), nft_do_chain_inet_ingress().
import type { Reason } from '../../model/path.ts'
import type { BaseChain, Netfilter } from './compile-netfilter.ts'
import type { HookResult, Passage } from './passage.ts'
import { runBaseChain } from './run-base-chain.ts'
import { SilentRecorder } from './silent-recorder.ts'
import type { Stop } from './targets/compiled-target.ts'

/** In a passage of family bridge the links are the bridge's ports. */
export function runLinkHook(
  netfilter: Netfilter,
  kind: 'bridge' | 'netdev',
  hook: string,
  passage: Passage,
): HookResult {
  const { unreadNft } = netfilter
  if (unreadNft) {
    const reason: Reason = { kind: 'unread', fact: unreadNft.fact, what: unreadNft.what }
    return { kind: 'undetermined', reason, evidence: [unreadNft.fact] }
  }
  const link = hook === 'egress' ? passage.outgoingLink : passage.incomingLink
  for (const base of netfilter.linkHooks.get(`${kind} ${hook}`) ?? []) {
    if (kind === 'netdev' && base.device !== null && base.device !== link) continue
    const perhaps = kind === 'netdev' && base.device === null
    const stopped = perhaps ? runPerhaps(base, passage, hook) : runBaseChain(base, passage, hook)
    if (stopped) return stopped
  }
  return { kind: 'passed' }
}

/** nft 1.0.6 leaves the link out of what it prints as JSON: what the chain would do is only certain when that is nothing. */
function runPerhaps(base: BaseChain, passage: Passage, hook: string): Stop | null {
  const recorder = new SilentRecorder(passage.recorder)
  const packet = { ...passage.packet }
  const stopped = runBaseChain(base, { ...passage, packet, recorder }, hook)
  if (!stopped && !recorder.chose && packet.mark === passage.packet.mark) return null
  const { fact, name } = base.chain
  passage.recorder.read(fact)
  const reason: Reason = { kind: 'unsupported-rule', rule: fact, text: `chain ${name} at a link that is not known` }
  return { kind: 'undetermined', reason, evidence: stopped?.evidence ?? [fact] }
}
