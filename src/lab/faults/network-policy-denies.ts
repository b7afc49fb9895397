// A policy lets the pods of namespace jobs ask cluster DNS and nothing else, as Calico carries it out.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { calicoChains, egressPolicy, setPolicy, unsetPolicy } from '../policy-chains.ts'

const dns = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }))
const chains = calicoChains(['udp', 'tcp'].map((protocol) => `-p ${protocol} -m multiport --dports 53`))

export const fault: Fault = {
  name: 'network-policy-denies',
  summary: 'a NetworkPolicy lets pods of jobs ask cluster DNS alone',
  finds: ['network-policy-denies'],
  shows: { from: 'jobs/batch', to: 'db.shop:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await addObjects(lab, egressPolicy('only-dns', [{ ports: dns }]))
    for (const tool of ['iptables', 'ip6tables'] as const) await setPolicy(lab, tool, chains)
  },
  mend: async (lab) => {
    for (const tool of ['iptables', 'ip6tables'] as const) await unsetPolicy(lab, tool, chains)
    await restoreObjects(lab, 'NetworkPolicy/jobs/only-dns')
  },
}
