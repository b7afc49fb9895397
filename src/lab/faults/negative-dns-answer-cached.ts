// A client asked for headless Service shop/cache before its EndpointSlice was there; now it is, and cluster DNS still says no.
import { changeObject, putBackObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const name = 'cache.shop.svc.cluster.local'
const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'negative-dns-answer-cached',
  summary: 'cluster DNS was asked for shop/cache before its EndpointSlice was made, and remembers that there was none',
  finds: ['negative-dns-answer-cached'],
  shows: { from: 'jobs/batch', to: 'cache.shop:6379', outcome: 'EAI_NONAME', delayMs: [0, 500] },
  inject: async (lab) => {
    await changeObject(lab, slice, () => [])
    await lab.primeDns(name, 'A')
    await lab.primeDns(name, 'AAAA')
    await putBackObjects(lab, slice)
  },
  mend: (lab) => restoreObjects(lab, slice),
}
