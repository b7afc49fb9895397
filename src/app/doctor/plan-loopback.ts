// Connections to the loopback address that pods are told to make: inside a pod that is the pod itself.
import type { Namespace } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { isLoopback, parseAddress } from '../../trace/address.ts'
import { configuredTargets } from '../../trace/names/configured-targets.ts'
import type { PlannedConnection } from './plan-connections.ts'

export function planLoopback(snapshot: Snapshot, clients: readonly Namespace[]): PlannedConnection[] {
  const planned = configuredTargets(snapshot).flatMap(({ pod, host, port }): PlannedConnection[] => {
    const client = clients.find(({ name }) => name === pod)
    const address = parseAddress(host === 'localhost' ? '127.0.0.1' : host)
    if (!client || !address || !isLoopback(address) || port === null) return []
    return [
      {
        from: { namespace: client.name, node: client.node },
        service: null,
        to: { name: host === 'localhost' ? host : null, via: null, address: address.text, port, protocol: 'tcp' },
        expected: null,
        asked: null,
        hypothetical: false,
      },
    ]
  })
  return [...new Map(planned.map((one) => [JSON.stringify([one.from, one.to]), one] as const)).values()]
}
