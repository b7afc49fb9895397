// Whether a rule of the host is one that Docker made to keep its networks, or a container's ports, apart.
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace, type RulePlace } from '../trace/facts/find-fact.ts'

/** isolation: between networks. direct-access: to a container's own address past its published ports (Engine 28 and later). */
export type DockerIsolation = 'isolation' | 'direct-access'

export function dockerIsolation(
  snapshot: Snapshot,
  { namespace, backend, table, chain, rule }: RulePlace,
): DockerIsolation | null {
  if (backend === 'nft' && table.startsWith('docker-')) {
    return /raw|direct/i.test(`${chain.name} ${rule?.comment ?? ''} ${rule?.text ?? ''}`)
      ? 'direct-access'
      : 'isolation'
  }
  if (table === 'filter' && isolationChains.has(chain.name)) return 'isolation'
  if (table !== 'raw' || chain.name !== 'PREROUTING' || !rule) return null
  const bridges = findNamespace(snapshot, namespace)?.links.filter((link) => link.kind === 'bridge') ?? []
  const guarded = bridges.some((bridge) => rule.text.includes(`! -i ${bridge.name} `))
  return guarded && / -d \S+/.test(rule.text) ? 'direct-access' : null
}

/** daemon/libnetwork/drivers/bridge/setup_ip_tables_linux.go: the classic chains, and those since Engine 28. */
const isolationChains: ReadonlySet<string> = new Set([
  'DOCKER-ISOLATION-STAGE-1',
  'DOCKER-ISOLATION-STAGE-2',
  'DOCKER-INTERNAL',
  'DOCKER-BRIDGE',
  'DOCKER-FORWARD',
  'DOCKER',
])
