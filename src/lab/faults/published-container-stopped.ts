// Container search, which publishes port 9200 on the host, was stopped: docker-proxy and the rules for its port are gone.
import type { Fault } from '../fault.ts'
import { publish, unpublish } from '../publish-search.ts'
import { startContainer, stopContainer } from '../stop-container.ts'

export const fault: Fault = {
  name: 'published-container-stopped',
  summary: 'container search, whose published port shop/search leads to, was stopped',
  finds: ['container-stopped'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await unpublish(lab)
    await stopContainer(lab, 'search', 137)
  },
  mend: async (lab) => {
    await startContainer(lab, 'search')
    await publish(lab)
  },
}
