// A policy lets the pods of namespace jobs out to everything outside the cluster, and forgets cluster DNS, as Calico carries it out.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { calicoChains, egressPolicy, setPolicy, unsetPolicy } from '../policy-chains.ts'

const outside = { iptables: ['172.16.0.0/12', '192.168.0.0/16'], ip6tables: ['fc00:f853:ccd:e793::/64'] } as const
const tools = ['iptables', 'ip6tables'] as const

export const fault: Fault = {
  name: 'network-policy-forgets-dns',
  summary: 'a NetworkPolicy lets pods of jobs out of the cluster, and not to cluster DNS',
  finds: ['network-policy-forgets-dns'],
  shows: { from: 'jobs/batch', to: 'db.shop:5432', outcome: 'EAI_AGAIN', delayMs: [15_000, 25_000] },
  inject: async (lab) => {
    const to = tools.flatMap((tool) => outside[tool].map((cidr) => ({ ipBlock: { cidr } })))
    await addObjects(lab, egressPolicy('to-outside', [{ to }]))
    for (const tool of tools) await setPolicy(lab, tool, chainsOf(tool))
  },
  mend: async (lab) => {
    for (const tool of tools) await unsetPolicy(lab, tool, chainsOf(tool))
    await restoreObjects(lab, 'NetworkPolicy/jobs/to-outside')
  },
}

function chainsOf(tool: (typeof tools)[number]) {
  return calicoChains(outside[tool].map((cidr) => `-d ${cidr}`))
}
