// The EndpointSlice of Service shop/db carries its Service's name under a label that nobody reads.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'slice-with-misspelt-label',
  summary: 'EndpointSlice shop/db-1 has the label kubernetes.io/service=db in place of kubernetes.io/service-name=db',
  finds: ['slice-without-service-label'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { 'kubernetes.io/service': 'db' } },
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
