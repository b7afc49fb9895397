// The node itself has the target's address, so the packet never leaves it.
import type { Connection } from '../../model/connection.ts'
import type { Link, LinkAddress, Namespace } from '../../model/namespace.ts'
import type { Path } from '../../model/path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import { failingPaths } from '../failing-paths.ts'
import { affectsOf, evidenceOf, findingAbout, subjectOf, subjectText } from '../finding-about.ts'
import { hostPrefix, ipCommand } from '../ip-command.ts'
import { outcomeText } from '../opening.ts'
import type { Found, Rule } from '../rule.ts'

export const rule: Rule = {
  name: 'node-owns-target-address',
  title: "The node has the target's address itself",
  stage: 5,
  severity: 'error',
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) =>
    connections.flatMap((connection) =>
      pathsToLookAt(connection).flatMap((path) => explain(connection, path, snapshot) ?? []),
    ),
}

/** Ways that are delivered count too: something on the node may answer in the target's place. */
function pathsToLookAt(connection: Connection): Path[] {
  if (connection.agree === false) return []
  const delivered = connection.paths.filter((path) => path.verdict.kind === 'delivered')
  return [...failingPaths(connection).map((failing) => failing.path), ...delivered]
}

function explain(connection: Connection, path: Path, snapshot: Snapshot): Found | null {
  const { reason, at } = path.verdict
  if (reason.kind !== 'nothing-listens' && reason.kind !== 'socket-accepts' && reason.kind !== 'backlog-full')
    return null
  const node = at.namespace === null ? null : findNamespace(snapshot, at.namespace)
  const address = path.arrived.destination
  if (node?.role !== 'node') return null
  const held = holder(node, address)
  const owner = otherOwner(snapshot, node, address)
  if (!held || !(owner !== null || isAlias(held.link, held.own))) return null
  const answers =
    reason.kind === 'socket-accepts' ? 'something on the node answers in its place' : 'nothing there listens for it'
  const where = owner === null ? '' : `, which is the address of ${owner}`
  return findingAbout({
    rule,
    subject: subjectOf(connection),
    at,
    affects: affectsOf(connection),
    message: `${subjectText(subjectOf(connection))} ${outcomeText(path.client.outcome)}: node ${node.name} itself has ${address} on ${held.link.name}${where}, so the packets never leave the node, and ${answers}. Take the address away from the node.`,
    evidence: [
      {
        kind: 'link',
        text: `inet${held.own.family === 6 ? '6' : ''} ${address}/${held.own.prefixLength} dev ${held.link.name}`,
      },
      ...evidenceOf(snapshot, path.verdict.evidence),
    ],
    checks: [
      { where: node.name, argv: ipCommand(address, 'route', 'get', address) },
      { where: node.name, argv: ipCommand(address, 'addr', 'show', 'to', hostPrefix(address)) },
    ],
    fixes: [
      {
        title: 'Take the address away from the node',
        reversible: true,
        widens: [],
        actions: [
          {
            kind: 'exec',
            where: node.name,
            argv: ipCommand(address, 'addr', 'del', `${address}/${held.own.prefixLength}`, 'dev', held.link.name),
          },
        ],
      },
    ],
  })
}

function holder(namespace: Namespace, address: string): { link: Link; own: LinkAddress } | null {
  for (const link of namespace.links) {
    const own = link.addresses.find((entry) => entry.address === address)
    if (own) return { link, own }
  }
  return null
}

function otherOwner(snapshot: Snapshot, node: Namespace, address: string): string | null {
  const other = snapshot.namespaces.find(
    (namespace) => namespace !== node && namespace.role !== 'pod' && holder(namespace, address),
  )
  return other?.role === 'node' ? null : (other?.name ?? null)
}

/** An address of its own would stand on the node's outer link with its network's length; an alias stands alone. */
function isAlias(link: Link, own: LinkAddress): boolean {
  const alone = own.prefixLength === (own.family === 6 ? 128 : 32)
  return link.kind === 'loopback' || link.kind === 'dummy' || (alone && own.peer === null)
}
