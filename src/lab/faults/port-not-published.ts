// Container search was made without -p: its port is served at its own address alone, and Service shop/search leads to the host.
import type { Fault } from '../fault.ts'
import { markPublished, markUnpublished, publish, unpublish } from '../publish-search.ts'

export const fault: Fault = {
  name: 'port-not-published',
  summary: 'Docker does not publish port 9200 of container search on the host',
  finds: ['port-not-published'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await unpublish(lab)
    await markUnpublished(lab)
  },
  mend: async (lab) => {
    await publish(lab)
    await markPublished(lab)
  },
}
