// Names worth asking for beside the Services' own: what ExternalNames point to, and what pods are told to dial.
import type { ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'
import { configuredTargets } from './configured-targets.ts'

export interface NameToAsk {
  readonly from: string
  readonly name: string
}

/** By their pod and by its node: a name that the node alone can resolve is told from one that nobody can. */
export function furtherNames(
  snapshot: Snapshot,
  services: readonly ExternalService[],
  clients: readonly string[],
): NameToAsk[] {
  const nodes = snapshot.namespaces.filter(({ role, resolvConf }) => role === 'node' && resolvConf !== null)
  const targets = services.flatMap(({ externalName }) =>
    externalName === null || parseAddress(externalName) ? [] : [externalName],
  )
  const configured = configuredTargets(snapshot).filter(
    ({ pod, host }) => clients.includes(pod) && !parseAddress(host) && host !== 'localhost',
  )
  const nodeOf = new Map(snapshot.namespaces.map(({ name, node }) => [name, node] as const))
  const wanted = [
    ...targets.flatMap((name) => nodes.map((node) => ({ from: node.name, name }))),
    // With a final dot: cluster DNS asks for exactly this name when it follows the alias.
    ...targets.flatMap((name) => clients.map((from) => ({ from, name: `${name.replace(/\.$/, '')}.` }))),
    ...configured.map(({ pod, host }) => ({ from: pod, name: host })),
    ...configured.flatMap(({ pod, host }) => {
      const node = nodes.find(({ name }) => name === nodeOf.get(pod))
      return node ? [{ from: node.name, name: host }] : []
    }),
  ]
  return [...new Map(wanted.map((one) => [`${one.from} ${one.name}`, one] as const)).values()]
}
