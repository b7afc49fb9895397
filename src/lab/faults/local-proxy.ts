// Pod shop/web is told to dial localhost, and a proxy in the pod listens there: that is as it should be.
import { withVariables } from '../change-environment.ts'
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault, ListenerSpec } from '../fault.ts'

const pod = 'Pod/shop/web'
const proxy: ListenerSpec = {
  name: 'shop/web/proxy',
  namespace: 'shop/web',
  process: 'cloud-sql-proxy',
  protocol: 'tcp',
  address: '127.0.0.1',
  port: 5432,
}

export const fault: Fault = {
  name: 'local-proxy',
  summary: 'the environment of pod shop/web says DATABASE_HOST=localhost, and a proxy in the pod listens there',
  finds: [],
  shows: { from: 'shop/web', to: '127.0.0.1:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    await lab.startListener(proxy)
    await changeObject(lab, pod, withVariables({ DATABASE_HOST: 'localhost' }))
  },
  mend: async (lab) => {
    await restoreObjects(lab, pod)
    await lab.stopListener(proxy.name)
  },
}
