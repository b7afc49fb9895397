// The firewall has a rule for this port, but for another source network than the one that the packets come from.
import type { PacketSummary } from '../../model/packet.ts'
import type { Chain, Rule as FirewallRule, Statement, Value } from '../../model/ruleset.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace, findRule, type RulePlace } from '../../trace/facts/find-fact.ts'
import { allowPacket, listChain } from '../allow-packet.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { hostFirewall } from '../host-firewall.ts'
import { opening } from '../opening.ts'
import { isInside, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import type { StoppingRule } from '../stopping-rule.ts'

export const rule = pathRule({
  name: 'host-firewall-allows-wrong-source',
  title: "The host's firewall allows the port for another source",
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const stopped = hostFirewall(failing, snapshot)
    if (!stopped) return null
    const packet = packetAt(failing)
    const where = stopped.place.namespace
    const [meant] = chainsPassed(failing, snapshot, stopped).flatMap((chain) => {
      const found = meantRule(chain, packet)
      return found ? [{ ...found, fact: factOf(stopped.place, chain, found) }] : []
    })
    if (!meant) return null
    return {
      message: `${opening(failing)}: the firewall of ${where} allows port ${packet.destinationPort} from another source (${meant.text}), but packets of pods come from ${packet.source}, the node's address: ${stopped.text} stops them. Allow the network that they come from.`,
      evidence: evidenceOf(snapshot, [meant.fact, stopped.fact]),
      checks: [{ where, argv: listChain(stopped.place) }],
      fixes: [allowPacket(snapshot, stopped.place, packet)],
    }
  },
})

/** ufw and firewalld keep what people allow in chains of their own: those that the packet went through before it was stopped. */
function chainsPassed({ hops }: FailingPath, snapshot: Snapshot, { place, hook }: StoppingRule): Chain[] {
  const passed = hops
    .filter((hop) => hop.namespace === place.namespace)
    .flatMap((hop) => hop.steps)
    .flatMap((step) => (step.kind === 'netfilter' && step.hook === hook ? [findRule(snapshot, step.fact)] : []))
    .filter((at) => at?.backend === place.backend && at.family === place.family && at.table === place.table)
  const entered = new Set(
    passed.flatMap((at) =>
      (at?.rule?.statements ?? []).flatMap((statement) =>
        statement.kind === 'verdict' && 'chain' in statement.verdict ? [statement.verdict.chain] : [],
      ),
    ),
  )
  const table = findNamespace(snapshot, place.namespace)
    ?.rulesets.filter((ruleset) => ruleset.backend === place.backend)
    .flatMap((ruleset) => ruleset.tables)
    .find((one) => one.family === place.family && one.name === place.table)
  return [place.chain, ...(table?.chains.filter((chain) => entered.has(chain.name)) ?? [])]
}

function factOf({ namespace, backend, family, table }: RulePlace, chain: Chain, { number }: FirewallRule): string {
  return `${namespace}#rule/${backend}/${family}/${table}/${chain.name}/${number}`
}

/** A rule that accepts this port, and would accept the packet but for its source. */
function meantRule(chain: Chain, packet: PacketSummary): FirewallRule | null {
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
