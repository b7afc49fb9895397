// One of two endpoints of Service shop/db is not ready, and nobody sends anything there: that is what the mark is for.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'one-endpoint-not-ready',
  summary: 'a second endpoint of shop/db is marked as not ready',
  finds: [],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      endpoints: [
        { addresses: ['172.18.0.1'], conditions: { ready: true } },
        { addresses: ['172.18.0.9'], conditions: { ready: false } },
      ],
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
