// The server of UDP Service shop/metrics is not running: its client is told at its next write.
import type { Fault, ListenerSpec } from '../fault.ts'

const statsd: ListenerSpec = {
  name: 'host/statsd',
  namespace: 'host',
  process: 'statsd',
  protocol: 'udp',
  address: '0.0.0.0',
  port: 8125,
}

export const fault: Fault = {
  name: 'nothing-listening-udp',
  summary: 'statsd on the host is stopped',
  finds: ['nothing-listening'],
  shows: { from: 'shop/web', to: 'metrics:8125/udp', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) => lab.stopListener(statsd.name),
  mend: (lab) => lab.startListener(statsd),
}
