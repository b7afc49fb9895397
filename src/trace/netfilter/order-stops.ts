// Puts connection tracking and translation among the base chains of each hook.
// Source: include/uapi/linux/netfilter_ipv4.h (priorities); net/netfilter/nf_nat_proto.c nf_nat_ipv4_ops[] (all four hooks at once).
import type { Family } from '../../model/packet.ts'
import type { BaseChain } from './compile-netfilter.ts'
import { type Manipulation, manipulationOf } from './nat/manipulation.ts'

export const networkHooks = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const
export type NetworkHook = (typeof networkHooks)[number]

export type HookStop =
  | { readonly kind: 'track'; readonly priority: number }
  /** nat chains hang at translation, not at the hook: their own priorities only order them among themselves. */
  | { readonly kind: 'nat'; readonly priority: number; readonly chains: readonly BaseChain[] }
  | { readonly kind: 'chain'; readonly priority: number; readonly base: BaseChain }

const trackingPriority = -200
const natPriority: Readonly<Record<Manipulation, number>> = { destination: -100, source: 100 }

/** `FAMILY HOOK` → stops, from base chains in the order in which they were registered. */
export function orderStops(
  chains: ReadonlyMap<string, readonly BaseChain[]>,
): ReadonlyMap<string, readonly HookStop[]> {
  const stops = new Map<string, readonly HookStop[]>()
  for (const family of [4, 6] as const) {
    const translates = networkHooks.some((hook) => natChainsOf(chains, family, hook).length > 0)
    for (const hook of networkHooks) stops.set(`${family} ${hook}`, stopsOf(chains, family, hook, translates))
  }
  return stops
}

/** Of equal priorities the later registered comes first. */
export function byPriority<Entry extends { readonly priority: number }>(registeredInOrder: readonly Entry[]): Entry[] {
  return [...registeredInOrder].reverse().sort((left, right) => left.priority - right.priority)
}

function stopsOf(
  chains: ReadonlyMap<string, readonly BaseChain[]>,
  family: Family,
  hook: NetworkHook,
  translates: boolean,
): readonly HookStop[] {
  const stops: HookStop[] = []
  for (const base of chains.get(`${family} ${hook}`) ?? []) {
    if (base.type !== 'nat') stops.push({ kind: 'chain', priority: base.priority, base })
  }
  const manipulation = manipulationOf(hook)
  if (translates && manipulation) {
    const natChains = byPriority(natChainsOf(chains, family, hook))
    stops.push({ kind: 'nat', priority: natPriority[manipulation], chains: natChains })
  }
  // Registered when the first rule asks for it, after that rule's chain.
  if (manipulation === 'destination') stops.push({ kind: 'track', priority: trackingPriority })
  return byPriority(stops)
}

function natChainsOf(
  chains: ReadonlyMap<string, readonly BaseChain[]>,
  family: Family,
  hook: NetworkHook,
): readonly BaseChain[] {
  return (chains.get(`${family} ${hook}`) ?? []).filter((base) => base.type === 'nat')
}
