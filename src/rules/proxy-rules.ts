// What kube-proxy's rules on a node hold for a Service: iptables chains named KUBE-*, or nftables' own table kube-proxy.
import type { Namespace } from '../model/namespace.ts'
import type { Protocol } from '../model/packet.ts'
import type { Chain, Element, Table } from '../model/ruleset.ts'

export interface ProxiedAddress {
  readonly address: string
  readonly port: number
  readonly protocol: Protocol
}

/** Null where nobody can tell: rules that could not be read, or another proxy than one of netfilter. */
export function readsProxyRules(node: Namespace): boolean {
  if (node.unread.some(({ what }) => what === 'nft' || what === 'iptables-nft' || what === 'iptables-legacy'))
    return false
  return !node.links.some(({ name }) => name === 'kube-ipvs0' || /^(cilium|lxc)/.test(name))
}

/** Whether some rule, or an element of kube-proxy's maps, is for that very address, port and protocol. */
export function hasProxyRule(node: Namespace, { address, port, protocol }: ProxiedAddress): boolean {
  const prefix = `${address}/${address.includes(':') ? 128 : 32}`
  const inText = ({ text }: { text: string }): boolean => {
    const words = ` ${text} `
    return words.includes(` -d ${prefix} `) && words.includes(` --dport ${port} `) && words.includes(` -p ${protocol} `)
  }
  const isEntry = (element: Element): boolean => {
    const values = element.map((value) =>
      value.kind === 'prefix' ? value.prefix : value.kind === 'exact' ? value.value : '',
    )
    return (
      (values.includes(prefix) || values.includes(address)) &&
      values.includes(protocol) &&
      values.includes(String(port))
    )
  }
  return proxyTables(node).some(
    ({ table, chains }) =>
      chains.some((chain) => chain.rules.some(inText)) ||
      (isNftProxy(table) && table.sets.some((set) => set.entries.some((entry) => isEntry(entry.element)))),
  )
}

/** Whether there is anything of any Service. */
export function hasAnyProxyRule(node: Namespace): boolean {
  return proxyTables(node).some(
    ({ table, chains }) =>
      chains.some((chain) => chain.rules.some(({ text }) => / --dport \d+ /.test(text) && / -d \S+/.test(text))) ||
      (isNftProxy(table) && table.sets.some((set) => set.entries.length > 0)),
  )
}

/** A chain that is kube-proxy's own work. */
export function isProxyChain({
  table,
  chain,
}: {
  readonly table: string
  readonly chain: Pick<Chain, 'name'>
}): boolean {
  return table === 'kube-proxy' || proxyChain.test(chain.name)
}

/** KUBE-FIREWALL, KUBE-KUBELET-CANARY and the like are kubelet's; KUBE-ROUTER-* and KUBE-NWPLCY-* a policy engine's. */
const proxyChain = /^KUBE-(?:SERVICES|NODEPORTS|EXTERNAL-SERVICES|(?:SVC|SVL|SEP|EXT|FW)-[A-Z2-7]{16})$/

function proxyTables({ rulesets }: Namespace): { readonly table: Table; readonly chains: readonly Chain[] }[] {
  return rulesets
    .flatMap((ruleset) => ruleset.tables)
    .map((table) => ({ table, chains: table.chains.filter((chain) => isProxyChain({ table: table.name, chain })) }))
}

function isNftProxy({ name }: Table): boolean {
  return name === 'kube-proxy'
}
