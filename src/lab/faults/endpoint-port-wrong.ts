// The EndpointSlice of Service shop/db names port 5433; the server listens on 5432, as the Service's targetPort says.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'endpoint-port-wrong',
  summary: 'the slice of shop/db names port 5433, the server listens on 5432',
  finds: ['endpoint-port-wrong'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({ ...object, ports: [{ name: 'postgres', port: 5433, protocol: 'TCP' }] })),
  mend: (lab) => restoreObjects(lab, slice),
}
