// A hand-written slice names an address out of the pods' range that neither a pod nor anybody else has.
import { restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'
import { moveEndpoint } from '../move-endpoint.ts'

export const fault: Fault = {
  name: 'endpoint-of-absent-pod',
  summary: 'shop/files leads to 10.244.1.60, which nobody has',
  finds: ['target-down'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: (lab) => moveEndpoint(lab, 'files', '10.244.1.60'),
  mend: (lab) => restoreObjects(lab, 'EndpointSlice/shop/files-1'),
}
