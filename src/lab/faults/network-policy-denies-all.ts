// A policy lets nothing out of the pods of namespace jobs, as kube-router carries it out: it rejects, where others drop.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { egressPolicy, kubeRouterChains, setPolicy, unsetPolicy } from '../policy-chains.ts'

export const fault: Fault = {
  name: 'network-policy-denies-all',
  summary: 'a NetworkPolicy lets nothing out of the pods of jobs',
  finds: ['network-policy-denies'],
  shows: { from: 'jobs/batch', to: '172.18.0.1:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await addObjects(lab, egressPolicy('no-egress', []))
    await setPolicy(lab, 'iptables', kubeRouterChains())
  },
  mend: async (lab) => {
    await unsetPolicy(lab, 'iptables', kubeRouterChains())
    await restoreObjects(lab, 'NetworkPolicy/jobs/no-egress')
  },
}
