// Parses `ip -j -d neigh show nud all` and `neigh show proxy`: which link-layer address the kernel holds for a neighbour.
import type { Neighbour, NeighbourState } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { has, type JsonObject, textOf, textsOf } from '../json-value.ts'
import type { Parsed } from '../parsed.ts'

export function parseNeighbours(family: Family, printed: readonly JsonObject[]): Parsed<Neighbour> {
  const facts: Neighbour[] = []
  const problems: string[] = []
  for (const object of printed) {
    const address = textOf(object, 'dst')
    // The kernel makes one for every multicast group that it sends to; they name no machine.
    if (address !== null && /^(ff[0-9a-f]{2}:|(22[4-9]|23\d)\.)/i.test(address)) continue
    const link = textOf(object, 'dev')
    const state = (textsOf(object, 'state')[0] ?? 'none').toLowerCase()
    const proxy = has(object, 'proxy')
    const text = neighbourText(object)
    if (address === null || link === null || !isState(state)) problems.push(`neighbour not understood: ${text}`)
    else facts.push({ family, link, address, macAddress: textOf(object, 'lladdr'), state, proxy, text })
  }
  return { facts, problems }
}

const states: readonly string[] = [
  'reachable',
  'stale',
  'delay',
  'probe',
  'incomplete',
  'failed',
  'permanent',
  'noarp',
  'none',
] satisfies NeighbourState[]

function isState(text: string): text is NeighbourState {
  return states.includes(text)
}

// Order: iproute2 ip/ipneigh.c print_neigh().
function neighbourText(object: JsonObject): string {
  const words = [
    textOf(object, 'dst'),
    `dev ${textOf(object, 'dev')}`,
    has(object, 'lladdr') ? `lladdr ${textOf(object, 'lladdr')}` : null,
    ...['router', 'proxy', 'managed', 'extern_learn', 'offload'].filter((flag) => has(object, flag)),
    ...textsOf(object, 'state'),
  ]
  return words.filter((word) => word !== null).join(' ')
}
