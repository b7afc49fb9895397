// The server of Service shop/db hangs: it listens and never accepts, and its queue is full.
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
  name: 'listener-overloaded',
  summary: 'postgres on the host hangs with a full queue of waiting connections',
  finds: ['listener-overloaded'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await lab.startListener({ ...postgres, backlog: 1, behaviour: 'never-accept' })
    // A backlog of 1 holds two connections (sk_acceptq_is_full() asks for more than the limit).
    for (let waiting = 0; waiting < 2; waiting += 1)
      await lab.run('host', ['bash', '-c', 'exec 3<>/dev/tcp/172.18.0.1/5432'])
  },
  mend: (lab) => lab.startListener(postgres),
}
