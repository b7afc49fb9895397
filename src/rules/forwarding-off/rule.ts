// A machine on the way takes the packet and forwards nothing.

import { findNamespace } from '../../trace/facts/find-fact.ts'
import { evidenceOf } from '../finding-about.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { opening } from '../opening.ts'
import { endsIn, familyOf, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'forwarding-off',
  title: 'A machine on the way does not forward',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at } = failing.verdict
    if (reason.kind !== 'forwarding-off' || isPodAddressOutside(snapshot, failing)) return null
    // A machine of the LAN that is sent what is not its own is no router: the route that leads there is wrong, not its sysctl.
    if (!endsIn(snapshot, failing, 'node', 'host')) return null
    const where = at.namespace ?? ''
    const { destination } = packetAt(failing)
    const global = familyOf(destination) === 6 ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward'
    const isGlobal = findNamespace(snapshot, where)?.sysctls[global] === '0'
    const key = isGlobal ? global : (reason.sysctl.split('#sysctl/')[1] ?? global)
    const link = isGlobal ? '' : ` on ${reason.link}`
    return {
      message: `${opening(failing)}: ${where} does not forward${link} (${key} = 0), so what arrives on ${reason.link} for ${destination} is dropped silently. Turn forwarding on, and keep it on in /etc/sysctl.d.`,
      evidence: evidenceOf(snapshot, [`${where}#sysctl/${key}`]),
      checks: [{ where, argv: ['sysctl', key] }],
      fixes: [
        {
          title: `Turn forwarding on${link}`,
          reversible: true,
          widens: [],
          actions: [{ kind: 'exec', where, argv: ['sysctl', '-w', `${key}=1`] }],
        },
      ],
    }
  },
})
