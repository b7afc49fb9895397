// Pod shop/web is told that its database is on localhost, by which its author meant the host.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const pod = 'Pod/shop/web'

export const fault: Fault = {
  name: 'localhost-is-the-pod',
  summary: 'the environment of pod shop/web says DATABASE_HOST=localhost',
  finds: ['localhost-is-the-pod'],
  shows: { from: 'shop/web', to: '127.0.0.1:5432', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: (lab) => changeObject(lab, pod, withVariables({ DATABASE_HOST: 'localhost' })),
  mend: (lab) => restoreObjects(lab, pod),
}
