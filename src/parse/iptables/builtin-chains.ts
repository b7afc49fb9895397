// The chains that a table of iptables has by itself: at which hook, in which order, of which type.
import type { Chain, Hook } from '../../model/ruleset.ts'

type Base = NonNullable<Chain['base']>

/** Null for a chain that is only jumped to. */
export function builtinChain(table: string, chain: string, policy: string): Base | null {
  const hook = hooks.get(chain)
  const order = priorities.get(table)
  if (!hook || !order?.chains.includes(chain) || policy === '-') return null
  return {
    hook,
    // iptables: mangle OUTPUT looks the route up again when the packet was changed, as nft's `route` does.
    type: table === 'nat' ? 'nat' : table === 'mangle' && chain === 'OUTPUT' ? 'route' : 'filter',
    priority: table === 'nat' && (chain === 'POSTROUTING' || chain === 'INPUT') ? 100 : order.priority,
    policy: policy === 'DROP' ? 'drop' : 'accept',
    device: null,
  }
}

const hooks: ReadonlyMap<string, Hook> = new Map([
  ['PREROUTING', 'prerouting'],
  ['INPUT', 'input'],
  ['FORWARD', 'forward'],
  ['OUTPUT', 'output'],
  ['POSTROUTING', 'postrouting'],
])

// include/uapi/linux/netfilter_ipv4.h enum nf_ip_hook_priorities
const priorities: ReadonlyMap<string, { readonly priority: number; readonly chains: readonly string[] }> = new Map(
  Object.entries({
    raw: { priority: -300, chains: ['PREROUTING', 'OUTPUT'] },
    mangle: { priority: -150, chains: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] },
    nat: { priority: -100, chains: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] },
    filter: { priority: 0, chains: ['INPUT', 'FORWARD', 'OUTPUT'] },
    security: { priority: 50, chains: ['INPUT', 'FORWARD', 'OUTPUT'] },
  }),
)
