// Container cache is the way to 192.168.70.0/24, and node-1 alone has a route there; Service shop/search leads to it.
import { changeObject, restoreObjects } from '../change-objects.ts'
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/search-1'

export const fault: Fault = {
  name: 'only-some-nodes-have-route',
  summary: 'node-1 has a route to 192.168.70.0/24, where shop/search leads, and node-2 has none',
  finds: ['only-some-nodes-have-route'],
  shows: { from: 'shop/api', to: 'search:9200', outcome: 'timeout', delayMs: [5000, null] },
  inject: async (lab) => {
    await commands('cache', ['ip addr add 192.168.70.20/32 dev lo'])(lab)
    await commands('node-1', ['ip route add 192.168.70.0/24 via 172.18.0.4 dev eth0'])(lab)
    await changeObject(lab, slice, (object) => ({
      ...object,
      ports: [{ name: 'http', port: 6379, protocol: 'TCP' }],
      endpoints: [{ addresses: ['192.168.70.20'], conditions: { ready: true } }],
    }))
  },
  mend: async (lab) => {
    await restoreObjects(lab, slice)
    await commands('node-1', ['ip route del 192.168.70.0/24 via 172.18.0.4 dev eth0'])(lab)
    await commands('cache', ['ip addr del 192.168.70.20/32 dev lo'])(lab)
  },
}
