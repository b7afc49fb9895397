// The server of Service shop/db is not running.
import type { Fault, ListenerSpec } from '../fault.ts'

const postgres: ListenerSpec = {
  name: 'host/postgres',
  namespace: 'host',
  process: 'postgres',
  protocol: 'tcp',
  address: '172.18.0.1',
  port: 5432,
}
const onLoopback: ListenerSpec = { ...postgres, name: 'host/postgres-loopback', address: '127.0.0.1' }

export const fault: Fault = {
  name: 'nothing-listening',
  summary: 'postgres on the host is stopped',
  finds: ['nothing-listening'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.stopListener(postgres.name)
    await lab.stopListener(onLoopback.name)
  },
  mend: async (lab) => {
    await lab.startListener(postgres)
    await lab.startListener(onLoopback)
  },
}
