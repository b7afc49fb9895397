// How kube-proxy steers Services on a node, as its rules there show.
import type { RawNamespace } from '../../parse/raw-namespace.ts'

export type ProxyMode = 'iptables' | 'nftables' | 'ipvs'

/** Several when one has left its rules behind. IPVS mode too has a chain KUBE-SERVICES, but none for each Service. `ipVs`: the
 *  beginning of /proc/net/ip_vs, whose first three lines are headings. */
export function proxyModes(node: RawNamespace, ipVs: string): ProxyMode[] {
  const saved = [node.iptablesNft4, node.iptablesNft6, node.iptablesLegacy4, node.iptablesLegacy6]
  const hasChain = (name: string): boolean => saved.some(({ text }) => new RegExp(`^:${name}`, 'm').test(text ?? ''))
  const modes: ProxyMode[] = []
  const isIpvs = ipVs.split('\n').some((line) => /^(TCP|UDP|SCTP|FWM) /.test(line))
  if (isIpvs) modes.push('ipvs')
  if (hasChain(isIpvs ? 'KUBE-SVC-' : 'KUBE-SERVICES ')) modes.push('iptables')
  // Source: kubernetes pkg/proxy/nftables/proxier.go, kubeProxyTable.
  if (/"table": \{"family": "ip6?", "name": "kube-proxy"/.test(node.nft.text ?? '')) modes.push('nftables')
  return modes
}
