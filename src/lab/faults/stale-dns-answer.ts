// Container cache was made anew with another address, its EndpointSlice was corrected, and cluster DNS still has the old answer.
import { restoreObjects } from '../change-objects.ts'
import type { Fault, LabControl } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'
import { recreateCache } from '../recreate-container.ts'

const name = 'cache.shop.svc.cluster.local'

export const fault: Fault = {
  name: 'stale-dns-answer',
  summary: 'container cache and its EndpointSlice have a new address, cluster DNS still hands out the old one',
  finds: ['stale-dns-answer'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    await recreateCache(lab, '172.18.0.4', '172.18.0.5')
    await askBoth(lab)
    await moveEndpoint(lab, 'cache', '172.18.0.5')
  },
  mend: async (lab) => {
    await restoreObjects(lab, 'EndpointSlice/shop/cache-1')
    await recreateCache(lab, '172.18.0.5', '172.18.0.4')
  },
}

async function askBoth(lab: LabControl): Promise<void> {
  await lab.primeDns(name, 'A')
  await lab.primeDns(name, 'AAAA')
}
