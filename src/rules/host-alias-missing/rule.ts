// A name such as host.docker.internal is used for the host, and on this machine nobody answers it.
import type { Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { hostAliases } from '../external-name.ts'
import { type UnknownName, unknownNameRule } from '../external-name-rule.ts'
import { addToCorefile, hostAddress, replaceExternalName } from '../point-at-address.ts'

export const rule = unknownNameRule(
  {
    name: 'host-alias-missing',
    title: 'A name for the host, such as host.docker.internal, is answered by nobody here',
    dependsOn: ['name-resolves-on-node-only'],
  },
  (unknown, snapshot) => {
    const why = hostAliases.get(unknown.name)
    if (why === undefined) return null
    const address = hostAddress(snapshot)
    const found = address ? `pods reach this host at ${address}` : 'use the address under which pods reach this host'
    return {
      message: `${unknown.opening}, and pods cannot resolve that name (${unknown.outcome}): ${why}, and a container's own extra_hosts do not reach pods. Here ${found}: put that address in an EndpointSlice, or in cluster DNS.`,
      checks: [{ where: 'host', argv: ['fairlead', 'host-address'] }],
      fixes: address ? waysTo(unknown, address, snapshot) : [],
    }
  },
)

function waysTo({ name, service }: UnknownName, address: string, snapshot: Snapshot): Fix[] {
  return [...(service ? [replaceExternalName(service, [address])] : []), ...addToCorefile(snapshot, name, [address])]
}
