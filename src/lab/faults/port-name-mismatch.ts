// The EndpointSlice of Service shop/db calls its port `pg`, the Service calls it `postgres`.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'port-name-mismatch',
  summary: 'the slice of shop/db calls its port pg, the Service calls it postgres',
  finds: ['port-name-mismatch'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({ ...object, ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }] })),
  mend: (lab) => restoreObjects(lab, slice),
}
