// kube-proxy does not start on node-1 since the node was started anew: none of its chains is there.
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'kube-proxy-down-on-node',
  summary: 'node-1 has no rule of kube-proxy at all',
  finds: ['kube-proxy-down'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'EAI_AGAIN', delayMs: [0, 25_000] },
  inject: async (lab) => {
    for (const family of ['iptables', 'ip6tables']) {
      await lab.run('node-1', ['sh', '-c', `${family}-save | grep -v KUBE- | ${family}-restore`])
    }
  },
  mend: async (lab) => lab.writeObjects(await lab.readObjects()),
}
