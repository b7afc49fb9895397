// Container cache was made anew and has another address; the EndpointSlice of shop/cache still names the old one.
import type { Fault } from '../fault.ts'
import { recreateCache } from '../recreate-container.ts'

export const fault: Fault = {
  name: 'endpoint-address-stale',
  summary: 'container cache has a new address, its EndpointSlice names the old one',
  finds: ['endpoint-address-stale'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: (lab) => recreateCache(lab, '172.18.0.4', '172.18.0.5'),
  mend: (lab) => recreateCache(lab, '172.18.0.5', '172.18.0.4'),
}
