// Service shop/search leads to a server on node-2 itself; a pod there has that port as its hostPort, and nothing listens in the pod.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { mapHostPort, nodeAgent, unmapHostPort, withHostPort } from '../host-port.ts'
import { moveEndpoint } from '../move-endpoint.ts'

const pod = 'Pod/jobs/batch'

export const fault: Fault = {
  name: 'host-port-hijack',
  summary: 'pod jobs/batch takes port 9200 of node-2 by its hostPort, where the server of shop/search listens',
  finds: ['host-port-hijack'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.startListener(nodeAgent)
    await moveEndpoint(lab, 'search', '172.18.0.3')
    await changeObject(lab, pod, withHostPort(9200))
    await mapHostPort(lab, 9200)
  },
  mend: async (lab) => {
    await unmapHostPort(lab)
    await restoreObjects(lab, pod, 'EndpointSlice/shop/search-1')
    await lab.stopListener(nodeAgent.name)
  },
}
