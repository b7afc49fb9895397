// The slice of Service shop/files holds the name of the LAN machine instead of its address.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/files-1'

export const fault: Fault = {
  name: 'fqdn-slice-ignored',
  summary: 'the slice of shop/files is of addressType FQDN and names nas.lan',
  finds: ['fqdn-slice-ignored'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({
      ...object,
      addressType: 'FQDN',
      endpoints: [{ addresses: ['nas.lan'], conditions: { ready: true } }],
    })),
  mend: (lab) => restoreObjects(lab, slice),
}
