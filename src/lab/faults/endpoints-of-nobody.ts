// An old Endpoints object is left over from a Service that was deleted; every Service that is there works.
import { addObjects, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'endpoints-of-nobody',
  summary: 'an Endpoints object shop/dba is left over from a Service that was deleted',
  finds: [],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    addObjects(lab, {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'dba', namespace: 'shop' },
      subsets: [{ addresses: [{ ip: '172.18.0.9' }], ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }] }],
    }),
  mend: (lab) => restoreObjects(lab, 'Endpoints/shop/dba'),
}
