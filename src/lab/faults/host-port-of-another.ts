// Service shop/search leads to a server on node-2 itself, and a pod there has another port as its hostPort.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { mapHostPort, nodeAgent, unmapHostPort, withHostPort } from '../host-port.ts'
import { moveEndpoint } from '../move-endpoint.ts'

const pod = 'Pod/jobs/batch'

export const fault: Fault = {
  name: 'host-port-of-another',
  summary: 'pod jobs/batch takes port 9300 of node-2 by its hostPort, and shop/search leads to port 9200 there',
  finds: [],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.startListener(nodeAgent)
    await moveEndpoint(lab, 'search', '172.18.0.3')
    await changeObject(lab, pod, withHostPort(9300))
    await mapHostPort(lab, 9300)
  },
  mend: async (lab) => {
    await unmapHostPort(lab)
    await restoreObjects(lab, pod, 'EndpointSlice/shop/search-1')
    await lab.stopListener(nodeAgent.name)
  },
}
