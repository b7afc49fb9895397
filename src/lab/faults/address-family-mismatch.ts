// Service shop/db has an IPv4 ClusterIP, and its only slice is of addressType IPv6.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/db-1'

export const fault: Fault = {
  name: 'address-family-mismatch',
  summary: "the slice of shop/db names the host's IPv6 address, the Service has an IPv4 ClusterIP",
  finds: ['address-family-mismatch'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      addressType: 'IPv6',
      endpoints: [{ addresses: ['fc00:f853:ccd:e793::1'], conditions: { ready: true } }],
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
