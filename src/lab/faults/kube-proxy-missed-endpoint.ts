// Service shop/search got its slice after the nodes' kube-proxy had lost its watch: their rules still refuse for want of an endpoint.
import { keyOfObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/search-1'

export const fault: Fault = {
  name: 'kube-proxy-missed-endpoint',
  summary: "the nodes' rules refuse shop/search for want of an endpoint, and its slice has one",
  finds: ['kube-proxy-stale'],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    const now = await lab.readObjects()
    await lab.writeObjects(now.filter((object) => keyOfObject(object) !== slice))
    await lab.writeObjectsSilently(now)
  },
  mend: (lab) => restoreObjects(lab, slice),
}
