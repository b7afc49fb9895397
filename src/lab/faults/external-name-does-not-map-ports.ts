// ExternalName Service shop/archive has port 5430 and targetPort 5432: it is a name, and maps no ports.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/archive'

export const fault: Fault = {
  name: 'external-name-does-not-map-ports',
  summary: 'ExternalName Service shop/archive has port 5430 and targetPort 5432',
  finds: ['external-name-does-not-map-ports'],
  shows: { from: 'shop/web', to: 'archive:5430', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: {
        ...(object.spec as object),
        ports: [{ name: 'postgres', port: 5430, protocol: 'TCP', targetPort: 5432 }],
      },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
