// The slice of headless Service shop/cache calls its port otherwise than the Service: nobody joins ports there.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'headless-port-name-differs',
  summary: 'the slice of headless shop/cache calls its port tcp, the Service calls it redis',
  finds: [],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, slice, (object) => ({ ...object, ports: [{ name: 'tcp', port: 6379, protocol: 'TCP' }] })),
  mend: (lab) => restoreObjects(lab, slice),
}
