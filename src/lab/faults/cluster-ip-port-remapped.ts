// Service shop/db has port 5433 and its slice 5432: a ClusterIP turns the one into the other, as it should.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/db'

export const fault: Fault = {
  name: 'cluster-ip-port-remapped',
  summary: 'Service shop/db has port 5433, its endpoint listens on 5432',
  finds: [],
  shows: { from: 'shop/web', to: 'db:5433', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: {
        ...(object.spec as object),
        ports: [{ name: 'postgres', port: 5433, protocol: 'TCP', targetPort: 5432 }],
      },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
