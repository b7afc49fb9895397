// The server of Service shop/db listens on 127.0.0.1 only, as PostgreSQL does when nobody told it otherwise.
import type { Fault, ListenerSpec } from '../fault.ts'

const postgres: ListenerSpec = {
  name: 'host/postgres',
  namespace: 'host',
  process: 'postgres',
  protocol: 'tcp',
  address: '172.18.0.1',
  port: 5432,
}

export const fault: Fault = {
  name: 'listener-on-loopback',
  summary: 'postgres on the host listens on 127.0.0.1 only',
  finds: ['listener-on-loopback'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) => lab.stopListener(postgres.name),
  mend: (lab) => lab.startListener(postgres),
}
