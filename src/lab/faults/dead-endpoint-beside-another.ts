// A hand-written slice with a second address, which nobody has: the same clients suffer as from a slice of former pods.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/search-1'

export const fault: Fault = {
  name: 'dead-endpoint-beside-another',
  summary: 'the slice of shop/search names 172.18.0.99 too, which nobody has',
  finds: ['target-down'],
  shows: { from: 'shop/web', to: '172.18.0.99:9200', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      endpoints: ['172.18.0.1', '172.18.0.99'].map((address) => ({
        addresses: [address],
        conditions: { ready: true },
      })),
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
