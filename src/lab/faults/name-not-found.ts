// Pod jobs/batch is told to dial a Service in a namespace that is not there.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const pod = 'Pod/jobs/batch'

export const fault: Fault = {
  name: 'name-not-found',
  summary: 'the environment of pod jobs/batch names archive.shops, and there is no namespace shops',
  finds: ['name-not-found'],
  shows: null,
  inject: (lab) => changeObject(lab, pod, withVariables({ ARCHIVE_URL: 'postgres://archive.shops:5432/old' })),
  mend: (lab) => restoreObjects(lab, pod),
}
