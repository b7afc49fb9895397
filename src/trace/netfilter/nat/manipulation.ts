// Which address of a packet each hook translates. Source: net/netfilter/nf_nat_core.c HOOK2MANIP().
export type Manipulation = 'source' | 'destination'

/** Null: packets that are forwarded are translated before and after. */
export function manipulationOf(hook: string): Manipulation | null {
  if (hook === 'prerouting' || hook === 'output') return 'destination'
  return hook === 'postrouting' || hook === 'input' ? 'source' : null
}
