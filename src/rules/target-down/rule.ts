// The last hop asks for the target's address on its own link, and nobody answers.

import { containersAt } from '../docker-facts.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { opening } from '../opening.ts'
import { endsIn, isStrayClusterIp } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'target-down',
  title: "Nobody answers for the target's address",
  stage: 5,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['endpoint-address-stale', 'address-reused-by-another', 'container-stopped'],
  explain: (failing, { snapshot }) => {
    const { reason, at, evidence } = failing.verdict
    if (reason.kind !== 'neighbour-unanswered' || reason.asGateway || reason.silent !== null) return null
    if (failing.direction === 'reply' || endsIn(snapshot, failing, 'pod')) return null
    if (isStrayClusterIp(snapshot, failing) || isPodAddressOutside(snapshot, failing)) return null
    const where = at.namespace ?? ''
    const [container] = containersAt(snapshot, reason.address)
    const who = container
      ? `container ${container} had this address`
      : `no machine on ${reason.link} has this address now`
    const silence = reason.remembered
      ? `${where} still remembers a MAC address for it that nobody has any more, so for now packets vanish`
      : `${where} asks for it on ${reason.link} and gets no answer`
    return {
      message: `${opening(failing)}: ${reason.address} is not there: ${silence}; ${who}. Start the target, or point the Service at the address that it has now.`,
      evidence: [
        {
          kind: 'neighbour',
          text: `${reason.address} dev ${reason.link} ${reason.remembered ? 'STALE, answered by nobody' : 'FAILED'}`,
        },
        ...evidenceOf(snapshot, evidence),
      ],
      checks: [
        { where, argv: ipCommand(reason.address, 'neigh', 'show', reason.address) },
        { where, argv: ['ping', '-c', '1', '-W', '2', reason.address] },
      ],
      fixes: [
        {
          title: 'Start the target',
          reversible: true,
          widens: [],
          actions: [
            container
              ? { kind: 'docker', argv: ['docker', 'start', container] }
              : {
                  kind: 'manual',
                  where: reason.address,
                  text: `Start the machine or container that should have ${reason.address}, or correct the address in the Service's EndpointSlice.`,
                },
          ],
        },
      ],
    }
  },
})
