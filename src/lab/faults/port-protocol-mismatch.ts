// The EndpointSlice of Service shop/metrics offers TCP under the right name, the Service wants UDP.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/metrics-1'

export const fault: Fault = {
  name: 'port-protocol-mismatch',
  summary: 'the slice of shop/metrics offers TCP where the Service wants UDP',
  finds: ['port-name-mismatch'],
  shows: { from: 'shop/web', to: 'metrics:8125/udp', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({ ...object, ports: [{ name: 'statsd', port: 8125, protocol: 'TCP' }] })),
  mend: (lab) => restoreObjects(lab, slice),
}
