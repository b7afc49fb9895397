// Brings the nodes' rules into step with the objects, as kube-proxy does; and tells where they are not.
import type { Family } from '../../model/packet.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { runInNamespace } from '../enter-namespace.ts'
import type { LabRecord } from '../lab-record.ts'
import { podCidrs } from '../topologies/addresses.ts'
import type { LabNamespace } from '../topologies/topology.ts'
import { missingFrom, planSync } from './plan-sync.ts'
import { type ProxyRules, renderProxyRules } from './render-rules.ts'
import { proxiedPorts } from './service-ports.ts'

/** A node of a new lab with kube-proxy's first sync added to its rules. */
export function withProxyRules(namespace: LabNamespace, objects: readonly KubernetesObject[]): LabNamespace {
  if (namespace.role !== 'node') return namespace
  return {
    ...namespace,
    iptables: [
      ...namespace.iptables,
      ...planSync('', rulesFor(namespace.name, objects, 4))
        .trimEnd()
        .split('\n'),
    ],
    ip6tables: [
      ...namespace.ip6tables,
      ...planSync('', rulesFor(namespace.name, objects, 6))
        .trimEnd()
        .split('\n'),
    ],
  }
}

export async function syncProxyRules(record: LabRecord, objects: readonly KubernetesObject[]): Promise<void> {
  await forEachNode(record, async (node, family) => {
    const input = planSync(await savedRules(record, node, family), rulesFor(node, objects, family))
    await runInNamespace(record, node, [family === 4 ? 'iptables-restore' : 'ip6tables-restore', '--noflush'], input)
  })
}

/** By node, what the objects ask for and is not there. */
export async function missingProxyRules(
  record: LabRecord,
  objects: readonly KubernetesObject[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const missing = new Map<string, string[]>()
  await forEachNode(record, async (node, family) => {
    const found = missingFrom(await savedRules(record, node, family), rulesFor(node, objects, family))
    missing.set(node, [...(missing.get(node) ?? []), ...found])
  })
  return missing
}

function rulesFor(node: string, objects: readonly KubernetesObject[], family: Family): ProxyRules {
  return renderProxyRules(proxiedPorts(objects, family), node, podCidrs[family === 4 ? 0 : 1], family)
}

function savedRules(record: LabRecord, node: string, family: Family): Promise<string> {
  return runInNamespace(record, node, [family === 4 ? 'iptables-save' : 'ip6tables-save'])
}

async function forEachNode(record: LabRecord, work: (node: string, family: Family) => Promise<void>): Promise<void> {
  const nodes = record.namespaces.filter((namespace) => namespace.role === 'node')
  await Promise.all(nodes.flatMap((node) => [work(node.name, 4), work(node.name, 6)]))
}
