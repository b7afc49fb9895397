// The LAN machine has an address out of the range of ClusterIPs; headless Service shop/cache leads there, and so does a Service.
import { changeObject, restoreObjects } from '../change-objects.ts'
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

const keys = ['Service/shop/vault', 'EndpointSlice/shop/cache-1'] as const

export const fault: Fault = {
  name: 'service-cidr-overlaps-target',
  summary: 'shop/cache leads to 10.96.0.50 of the LAN machine, which is the ClusterIP of a Service',
  finds: ['service-cidr-overlaps-target'],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await commands('nas', ['ip addr add 10.96.0.50/32 dev eth0'])(lab)
    await commands('host', ['ip route add 10.96.0.50/32 dev eth0'])(lab)
    await lab.startListener({
      name: 'nas/redis',
      namespace: 'nas',
      process: 'redis-server',
      protocol: 'tcp',
      address: '10.96.0.50',
      port: 6379,
    })
    await changeObject(lab, keys[1], (object) => [
      { ...object, endpoints: [{ addresses: ['10.96.0.50'], conditions: { ready: true } }] },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'vault', namespace: 'shop' },
        spec: {
          type: 'ClusterIP',
          clusterIP: '10.96.0.50',
          clusterIPs: ['10.96.0.50'],
          ipFamilies: ['IPv4'],
          selector: { app: 'vault' },
          ports: [{ name: 'redis', port: 6379, protocol: 'TCP', targetPort: 6379 }],
        },
      },
    ])
  },
  mend: async (lab) => {
    await restoreObjects(lab, ...keys)
    await lab.stopListener('nas/redis')
    await commands('host', ['ip route del 10.96.0.50/32 dev eth0'])(lab)
    await commands('nas', ['ip addr del 10.96.0.50/32 dev eth0'])(lab)
  },
}
