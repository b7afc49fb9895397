// Per node, whether its kube-proxy rules say what the objects say.
import type { LabRecord } from '../lab-record.ts'
import type { LabPart } from '../lab-status.ts'
import { readManifests } from '../manifests-file.ts'
import { isAlive } from '../process-table.ts'
import { missingProxyRules } from './sync-rules.ts'

export async function syncState(record: LabRecord): Promise<LabPart[]> {
  const nodes = record.namespaces.filter((namespace) => namespace.role === 'node')
  const alive = await Promise.all(nodes.map((node) => isAlive(node.holder)))
  const within = nodes.filter((_, index) => alive[index])
  const missing = await missingProxyRules({ ...record, namespaces: within }, await readManifests(record.name))
  return nodes.map((node): LabPart => {
    const rules = missing.get(node.name)
    if (rules === undefined)
      return { kind: 'kube-proxy', name: node.name, alive: false, detail: 'its namespace cannot be entered' }
    if (rules.length === 0)
      return { kind: 'kube-proxy', name: node.name, alive: true, detail: 'rules as the objects ask' }
    return {
      kind: 'kube-proxy',
      name: node.name,
      alive: false,
      detail: `lacks ${rules.length} of the chains and jumps that the objects ask for`,
    }
  })
}
