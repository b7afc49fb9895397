// Service shop/search had a selector once: the slice of its former pod is still there beside the hand-written one.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { controllerSlice } from '../select-pods.ts'

export const fault: Fault = {
  name: 'orphan-slices',
  summary: 'Service shop/search has a second slice, with the address of a pod that is gone',
  finds: ['orphan-slices'],
  shows: { from: 'shop/web', to: '10.244.1.99:9200', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: (lab) =>
    addObjects(
      lab,
      controllerSlice('search', { name: 'http', port: 9200 }, [
        { pod: 'search-0', node: 'node-1', address: '10.244.1.99' },
      ]),
    ),
  mend: (lab) => restoreObjects(lab, 'EndpointSlice/shop/search-x2k7p'),
}
