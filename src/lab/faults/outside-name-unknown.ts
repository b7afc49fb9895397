// Pod jobs/batch is told to dial a name of the Internet, which this network does not know.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const pod = 'Pod/jobs/batch'

export const fault: Fault = {
  name: 'outside-name-unknown',
  summary: 'the environment of pod jobs/batch names api.example.com, which nobody knows here',
  finds: [],
  shows: null,
  inject: (lab) => changeObject(lab, pod, withVariables({ API_URL: 'https://api.example.com/v1' })),
  mend: (lab) => restoreObjects(lab, pod),
}
