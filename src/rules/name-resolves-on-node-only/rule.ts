// A machine that runs pods can resolve a name by its own hosts file or resolver; pods ask cluster DNS, which cannot.
import { unknownNameRule } from '../external-name-rule.ts'
import { nameOnMachine } from '../name-on-machine.ts'
import { addToCorefile, replaceExternalName } from '../point-at-address.ts'

export const rule = unknownNameRule(
  { name: 'name-resolves-on-node-only', title: 'The name resolves on the machine, and not in its pods', dependsOn: [] },
  ({ name, service, opening, outcome }, snapshot) => {
    const known = nameOnMachine(snapshot, name)
    if (!known) return null
    const addresses = known.addresses.join(' and ')
    return {
      message: `${opening}, and pods cannot resolve that name (${outcome}), though ${known.source} says ${addresses}. A pod reads neither the hosts file nor the resolver of the machine that it runs on: it asks cluster DNS, whose resolver does not know the name. Put the address in an EndpointSlice, or in cluster DNS.`,
      evidence: [known.evidence],
      checks: [{ where: known.namespace, argv: ['getent', 'hosts', name] }],
      fixes: [
        ...(service ? [replaceExternalName(service, known.addresses)] : []),
        ...addToCorefile(snapshot, name, known.addresses),
      ],
    }
  },
)
