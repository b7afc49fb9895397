// Rules below the network layer: netdev ingress of a link, and the bridge family where a frame crosses a bridge.
// Source: net/netfilter/nft_chain_filter.c nft_do_chain_bridge(), nft_do_chain_netdev(), nft_do_chain_inet_ingress().
import type { Netfilter } from './compile-netfilter.ts'
import type { HookResult, Passage } from './passage.ts'
import { runBaseChain } from './run-base-chain.ts'

export function runLinkHook(
  netfilter: Netfilter,
  kind: 'bridge' | 'netdev',
  hook: string,
  passage: Passage,
): HookResult {
  for (const base of netfilter.linkHooks.get(`${kind} ${hook}`) ?? []) {
    if (kind === 'netdev' && base.device !== (hook === 'egress' ? passage.outgoingLink : passage.incomingLink)) continue
    const stopped = runBaseChain(base, passage, hook)
    if (stopped) return stopped
  }
  return { kind: 'passed' }
}
