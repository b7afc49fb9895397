// Service shop/files was made while kube-proxy was down on every node: none of them has a rule for it.
import { keyOfObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/files'

export const fault: Fault = {
  name: 'kube-proxy-down',
  summary: 'no node has a rule of kube-proxy for shop/files',
  finds: ['kube-proxy-down'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    const now = await lab.readObjects()
    await lab.writeObjects(now.filter((object) => keyOfObject(object) !== service))
    await lab.writeObjectsSilently(now)
    // Cluster DNS runs, and knows the Service.
    await lab.dns('start')
  },
  mend: (lab) => restoreObjects(lab, service),
}
