// The server of Service shop/db listens on the host's LAN address, not on the one that nodes see.
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
  name: 'listener-on-other-address',
  summary: 'postgres on the host listens on its LAN address 192.168.50.10, not on 172.18.0.1',
  finds: ['listener-on-other-address'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) => lab.startListener({ ...postgres, address: '192.168.50.10' }),
  mend: (lab) => lab.startListener(postgres),
}
