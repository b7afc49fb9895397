// The firewall has a rule for this port, but for another source network than the one that the packets come from.
import type { PacketSummary } from '../../model/packet.ts'
import type { Rule as FirewallRule, Statement, Value } from '../../model/ruleset.ts'
import type { RulePlace } from '../../trace/facts/find-fact.ts'
import { allowPacket, listChain } from '../allow-packet.ts'
import { evidenceOf } from '../finding-about.ts'
import { hostFirewall } from '../host-firewall.ts'
import { opening } from '../opening.ts'
import { isInside, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'host-firewall-allows-wrong-source',
  title: "The host's firewall allows the port for another source",
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const stopped = hostFirewall(failing, snapshot)
    if (!stopped) return null
    const packet = packetAt(failing)
    const meant = meantRule(stopped.place, packet)
    if (!meant) return null
    const where = stopped.place.namespace
    const fact = `${where}#rule/${stopped.place.backend}/${stopped.place.family}/${stopped.place.table}/${stopped.place.chain.name}/${meant.number}`
    return {
      message: `${opening(failing)}: the firewall of ${where} allows port ${packet.destinationPort} from another source (${meant.text}), but packets of pods come from ${packet.source}, the node's address: ${stopped.text} stops them. Allow the network that they come from.`,
      evidence: evidenceOf(snapshot, [fact, stopped.fact]),
      checks: [{ where, argv: listChain(stopped.place) }],
      fixes: [allowPacket(snapshot, stopped.place, packet)],
    }
  },
})

/** A rule of the same chain that accepts this port, and would accept the packet but for its source. */
function meantRule({ chain }: RulePlace, packet: PacketSummary): FirewallRule | null {
  return (
    chain.rules.find(
      (candidate) => accepts(candidate) && namesPort(candidate, packet) && namesOtherSource(candidate, packet),
    ) ?? null
  )
}

function accepts({ statements }: FirewallRule): boolean {
  return statements.some((statement) => statement.kind === 'verdict' && statement.verdict.kind === 'accept')
}

function namesPort({ statements }: FirewallRule, { destinationPort }: PacketSummary): boolean {
  const port = String(destinationPort)
  return valuesOf(statements, 'port.destination').some((value) => value.kind === 'exact' && value.value === port)
}

function namesOtherSource({ statements }: FirewallRule, { source }: PacketSummary): boolean {
  const values = [...valuesOf(statements, 'ip.source'), ...valuesOf(statements, 'ip6.source')]
  const prefixes = values.flatMap((value) =>
    value.kind === 'prefix' ? [value.prefix] : value.kind === 'exact' ? [value.value] : [],
  )
  return prefixes.length > 0 && prefixes.length === values.length && !isInside(source, prefixes)
}

function valuesOf(statements: readonly Statement[], field: string): Value[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'match' || statement.match.kind !== 'compare' || statement.match.negated) return []
    const { fields, values } = statement.match
    if (fields.length !== 1 || fields[0]?.name !== field || values.kind !== 'inline') return []
    return values.elements.flat()
  })
}
