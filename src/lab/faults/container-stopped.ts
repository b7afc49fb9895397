// Container cache, where Service shop/cache leads, was stopped: its process and its address are gone.
import type { Fault } from '../fault.ts'
import { startContainer, stopContainer } from '../stop-container.ts'

export const fault: Fault = {
  name: 'container-stopped',
  summary: 'container cache, the endpoint of shop/cache, was stopped',
  finds: ['container-stopped'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: (lab) => stopContainer(lab, 'cache', 0),
  mend: (lab) => startContainer(lab, 'cache'),
}
