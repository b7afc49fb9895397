// Pod shop/web is told to dial a port that Service shop/db does not have.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const pod = 'Pod/shop/web'

export const fault: Fault = {
  name: 'service-port-not-served',
  summary: 'the environment of pod shop/web names port 5433 of Service shop/db',
  finds: ['service-port-not-served'],
  shows: null,
  inject: (lab) => changeObject(lab, pod, withVariables({ DATABASE_URL: 'postgres://db.shop.svc:5433/app' })),
  mend: (lab) => restoreObjects(lab, pod),
}
