// Cluster DNS answers from its cache, and the answer is still the right one.
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'dns-answer-kept',
  summary: 'cluster DNS answers for shop/cache from its cache, rightly',
  finds: [],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.primeDns('cache.shop.svc.cluster.local', 'A')
    await lab.primeDns('cache.shop.svc.cluster.local', 'AAAA')
  },
  mend: async () => {},
}
