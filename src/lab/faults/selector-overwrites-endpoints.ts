// Somebody gave Service shop/search a selector that finds no pod, and wrote its Endpoints by hand: the controller's slice is empty.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { addSelector, controllerSlice } from '../select-pods.ts'

export const fault: Fault = {
  name: 'selector-overwrites-endpoints',
  summary: 'Service shop/search has a selector, and Endpoints written by hand that no slice is made of',
  finds: ['selector-overwrites-endpoints'],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await changeObject(lab, 'Service/shop/search', addSelector({ app: 'search' }))
    await changeObject(lab, 'EndpointSlice/shop/search-1', () => [
      controllerSlice('search', { name: 'http', port: 9200 }),
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'search', namespace: 'shop' },
        subsets: [{ addresses: [{ ip: '172.18.0.1' }], ports: [{ name: 'http', port: 9200, protocol: 'TCP' }] }],
      },
    ])
  },
  mend: (lab) =>
    restoreObjects(
      lab,
      'Service/shop/search',
      'EndpointSlice/shop/search-1',
      'EndpointSlice/shop/search-x2k7p',
      'Endpoints/shop/search',
    ),
}
