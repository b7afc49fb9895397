// Container search has the address that container cache had before it was made anew; the slice of shop/cache still names it.
import { connectSearch, disconnectSearch } from '../connect-network.ts'
import type { Fault } from '../fault.ts'
import { recreateCache } from '../recreate-container.ts'
import { docker } from '../topologies/docker.ts'

export const fault: Fault = {
  name: 'address-reused-by-another',
  summary: 'container search got the address that the endpoint of shop/cache names, container cache has another one',
  finds: ['address-reused-by-another'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await recreateCache(lab, '172.18.0.4', '172.18.0.5')
    await connectSearch(lab, '172.18.0.4')
  },
  mend: async (lab) => {
    await disconnectSearch(lab, '172.18.0.4')
    await recreateCache(lab, '172.18.0.5', '172.18.0.4')
    await lab.writeDocker(docker)
  },
}
