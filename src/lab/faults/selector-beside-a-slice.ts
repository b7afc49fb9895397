// A selector that finds no pod, beside a slice written by hand with the Service's label: kube-proxy takes every such slice.
import { addObjects, changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { addSelector, controllerSlice } from '../select-pods.ts'

export const fault: Fault = {
  name: 'selector-beside-a-slice',
  summary: 'Service shop/search has a selector that finds nothing, and its hand-written slice serves on',
  finds: [],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    await changeObject(lab, 'Service/shop/search', addSelector({ app: 'search' }))
    await addObjects(lab, controllerSlice('search', { name: 'http', port: 9200 }))
  },
  mend: (lab) => restoreObjects(lab, 'Service/shop/search', 'EndpointSlice/shop/search-x2k7p'),
}
