// Service shop/db was given an Endpoints object of another name, `db-ext`: nothing joins the two.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'endpoints-name-mismatch',
  summary: 'the endpoints of Service shop/db stand in an Endpoints object named db-ext',
  finds: ['endpoints-name-mismatch'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, () => ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'db-ext', namespace: 'shop' },
      subsets: [
        {
          addresses: [{ ip: '172.18.0.1' }],
          ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }],
        },
      ],
    })),
  mend: (lab) => restoreObjects(lab, slice, 'Endpoints/shop/db-ext'),
}
