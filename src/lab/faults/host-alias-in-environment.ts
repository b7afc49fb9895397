// Pod shop/api is told to reach the host by host.docker.internal, which on Linux nobody answers.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const pod = 'Pod/shop/api'

export const fault: Fault = {
  name: 'host-alias-in-environment',
  summary: 'the environment of pod shop/api says SEARCH_URL=http://host.docker.internal:9200',
  finds: ['host-alias-missing'],
  shows: null,
  inject: (lab) => changeObject(lab, pod, withVariables({ SEARCH_URL: 'http://host.docker.internal:9200' })),
  mend: (lab) => restoreObjects(lab, pod),
}
