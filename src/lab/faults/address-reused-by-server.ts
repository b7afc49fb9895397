// As address-reused-by-another, and the container that has the address now listens on that very port: clients reach the wrong server.
import type { Fault } from '../fault.ts'
import { fault as reused } from './address-reused-by-another.ts'

const server = {
  name: 'search/cache',
  namespace: 'search',
  process: 'memcached',
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 6379,
} as const

export const fault: Fault = {
  name: 'address-reused-by-server',
  summary: 'container search got the address of container cache, and serves the same port',
  finds: ['address-reused-by-another'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.startListener(server)
    await reused.inject(lab)
  },
  mend: async (lab) => {
    await reused.mend(lab)
    await lab.stopListener(server.name)
  },
}
