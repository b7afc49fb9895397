// Finds the address under which pods reach this host: the host's own on the link that it shares with the nodes.
import { CannotLookError } from '../../model/errors.ts'
import type { Link, LinkAddress, Namespace } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { networkOfBridge } from './docker-network.ts'
import { nodesOnLink } from './shared-link.ts'

export interface HostAddress {
  /** At most one a family. */
  readonly chosen: readonly ChosenAddress[]
  readonly rejected: readonly RejectedAddress[]
}

export interface ChosenAddress extends Candidate {
  /** The Docker network whose gateway it is; null when Docker says nothing of it. */
  readonly network: string | null
  /** Nodes that stand on the same link. */
  readonly nodes: readonly string[]
}

export interface RejectedAddress extends Candidate {
  readonly why: string
}

export interface Candidate {
  readonly family: Family
  readonly address: string
  readonly link: string
  readonly why: string
}

/** Throws CannotLookError when the network has no host or no node. */
export function hostAddress(snapshot: Snapshot): HostAddress {
  const host = snapshot.namespaces.find((namespace) => namespace.role === 'host')
  const nodes = snapshot.namespaces.filter((namespace) => namespace.role === 'node')
  if (!host) throw nothing('host', 'the machine that runs the nodes')
  if (nodes.length === 0) throw nothing('node', 'a node of the cluster')
  const candidates = host.links.flatMap((link) =>
    link.addresses.map((entry) => judge(snapshot, host, nodes, link, entry)),
  )
  const fit = candidates.flatMap((candidate) => (candidate.fits ? [candidate.chosen] : []))
  const best = ([4, 6] as const).flatMap(
    (family) => fit.filter((one) => one.family === family).toSorted((a, b) => b.nodes.length - a.nodes.length)[0] ?? [],
  )
  const second = fit
    .filter((one) => !best.includes(one))
    .map(({ network: _, nodes: there, ...one }) => ({ ...one, why: secondText(best, one, there.length, nodes.length) }))
  const unfit = candidates.flatMap((candidate) => (candidate.fits ? [] : [candidate.rejected]))
  return { chosen: best, rejected: [...second, ...unfit] }
}

type Judged =
  | { readonly fits: true; readonly chosen: ChosenAddress }
  | { readonly fits: false; readonly rejected: RejectedAddress }

function judge(
  snapshot: Snapshot,
  host: Namespace,
  nodes: readonly Namespace[],
  link: Link,
  { family, address, scope, flags }: LinkAddress,
): Judged {
  const reject = (why: string): Judged => ({ fits: false, rejected: { family, address, link: link.name, why } })
  if (link.kind === 'loopback') return reject('a loopback address: in a pod it is the pod itself')
  if (scope === 'link')
    return reject('a link-local address: it is reached from its own link alone, never through a node')
  if (flags.includes('tentative') || flags.includes('dadfailed')) return reject('the kernel does not use it yet')
  const there = nodesOnLink(host, link, nodes)
  const network = networkOfBridge(snapshot, link.name, address)
  if (there.length === 0) {
    const what = network === null ? 'no node is on this link' : `no node is on the Docker network ${network}`
    return reject(`${what}: from the cluster's own network it is another network's address`)
  }
  if (!link.up) return reject('the link is down')
  const gateway = network === null ? '' : `the gateway of the Docker network ${network}, `
  const why = `${gateway}the host's own address on ${link.name}, where ${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} too`
  return { fits: true, chosen: { family, address, link: link.name, network, nodes: there, why } }
}

function secondText(best: readonly ChosenAddress[], one: Candidate, there: number, all: number): string {
  const better = best.find((chosen) => chosen.family === one.family)
  if (better?.link === one.link) return `a second address on ${one.link}; ${better.address} comes first`
  return `only ${there} of ${all} nodes are on ${one.link}; ${better?.nodes.length ?? 0} are on ${better?.link ?? 'the other'}`
}

function nothing(role: string, what: string): CannotLookError {
  return new CannotLookError(
    `This network names no namespace of role ${role} (${what}), and without it nobody can say under which address pods reach the host. Add it to the network file.`,
  )
}
