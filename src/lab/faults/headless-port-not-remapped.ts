// Headless Service shop/cache has port 6380 and targetPort 6379: nothing turns the one into the other.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const service = 'Service/shop/cache'

export const fault: Fault = {
  name: 'headless-port-not-remapped',
  summary: 'headless Service shop/cache has port 6380, its endpoint listens on 6379',
  finds: ['headless-port-not-remapped'],
  shows: { from: 'shop/web', to: 'cache:6380', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) =>
    changeObject(lab, service, (object) => ({
      ...object,
      spec: {
        ...(object.spec as object),
        ports: [{ name: 'redis', port: 6380, protocol: 'TCP', targetPort: 6379 }],
      },
    })),
  mend: (lab) => restoreObjects(lab, service),
}
