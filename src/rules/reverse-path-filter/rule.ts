// The reverse-path filter refuses a source address whose way back is another link.

import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { opening } from '../opening.ts'
import { connectedNetwork, familyOf } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'reverse-path-filter',
  title: "The reverse-path filter refuses the packet's source address",
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (isPodAddressOutside(snapshot, failing)) return null
    const refused = refusal(failing, snapshot)
    if (!refused) return null
    const { where, link, source, sysctl, wayBack, mode } = refused
    const back = wayBack === null ? 'has no route back to it' : `would answer it by ${wayBack}`
    // Loose asks for any way back: without one it refuses as well.
    const looseHelps = mode === 'strict' && wayBack !== null
    const advice = looseHelps
      ? 'Make the way back the same as the way there, or set the filter of this link to loose'
      : 'Give it a route back, or masquerade before the packet gets there'
    const key = `net.ipv4.conf.${link}.rp_filter`
    return {
      at: { stage: where === failing.verdict.at.namespace ? failing.verdict.at.stage : 6, namespace: where },
      message: `${opening(failing)}: ${where} refuses packets from ${source} on ${link}: it ${back}, and its reverse-path filter is ${mode}. ${advice}.`,
      evidence: evidenceOf(snapshot, [sysctl]),
      checks: [
        { where, argv: ipCommand(source, 'route', 'get', source) },
        { where, argv: ['sysctl', 'net.ipv4.conf.all.rp_filter', key] },
        { where, argv: ['nstat', '-az', 'TcpExtIPReversePathFilter'] },
      ],
      fixes: looseHelps
        ? [
            {
              title: `Set the reverse-path filter of ${link} to loose`,
              reversible: true,
              widens: [{ source, destination: where, port: null }],
              actions: [{ kind: 'exec', where, argv: ['sysctl', '-w', `${key}=2`] }],
            },
          ]
        : [],
    }
  },
})

interface Refusal {
  readonly where: string
  readonly link: string
  readonly source: string
  readonly sysctl: string
  readonly wayBack: string | null
  readonly mode: 'strict' | 'loose'
}

/** The packet itself, or the ARP request before it: the filter refuses that as well (arp_process() routes it like a packet). */
function refusal(failing: FailingPath, snapshot: Snapshot): Refusal | null {
  const { reason, at } = failing.verdict
  const where = at.namespace ?? ''
  if (reason.kind === 'reverse-path-filter') {
    const { link, source, sysctl, wayBack, mode } = reason
    return { where, link, source, sysctl, wayBack, mode }
  }
  // IPv6 has no such filter.
  if (reason.kind !== 'neighbour-unanswered' || reason.silent === null || familyOf(reason.address) === 6) return null
  const silent = findNamespace(snapshot, reason.silent)
  const asking = findNamespace(snapshot, where)?.links.find((link) => link.name === reason.link)
  const asker = asking?.addresses.find((own) => own.family === 4)?.address
  const link = silent ? connectedNetwork(silent, reason.address)?.link : undefined
  if (!silent || asker === undefined || link === undefined) return null
  const own = Number(silent.sysctls[`net.ipv4.conf.${link}.rp_filter`] ?? 0)
  const all = Number(silent.sysctls['net.ipv4.conf.all.rp_filter'] ?? 0)
  if (Math.max(own, all) === 0) return null
  const sysctl = `${silent.name}#sysctl/net.ipv4.conf.${own >= all ? link : 'all'}.rp_filter`
  const mode = Math.max(own, all) === 1 ? 'strict' : 'loose'
  return { where: silent.name, link, source: asker, sysctl, wayBack: 'another link', mode }
}
