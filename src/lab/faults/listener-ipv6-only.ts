// The server of Service shop/db takes IPv6 connections alone.
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
  name: 'listener-ipv6-only',
  summary: 'postgres on the host listens on [::] with IPV6_V6ONLY',
  finds: ['listener-ipv6-only'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.stopListener(onLoopback.name)
    await lab.startListener({ ...postgres, address: '::', v6only: true })
  },
  mend: async (lab) => {
    await lab.startListener(postgres)
    await lab.startListener(onLoopback)
  },
}
