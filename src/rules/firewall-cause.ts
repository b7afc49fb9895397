// What a firewall rule that stops a request amounts to: said alike for nodes, for the host and for targets.
import type { Fix } from '../model/finding.ts'
import type { PacketSummary } from '../model/packet.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import { allowPacket, listChain } from './allow-packet.ts'
import type { FailingPath } from './failing-paths.ts'
import { evidenceOf } from './finding-about.ts'
import { opening } from './opening.ts'
import { connectedNetwork, endText, packetAt } from './packet-at.ts'
import type { Cause } from './path-rule.ts'
import type { StoppingRule } from './stopping-rule.ts'

export function firewallCause(failing: FailingPath, snapshot: Snapshot, stopped: StoppingRule): Cause {
  const packet = packetAt(failing)
  const where = failing.verdict.at.namespace ?? ''
  const does = stopped.rejectsWith === null ? 'drops' : 'rejects'
  const answer = stopped.rejectsWith === null ? '' : `, answering ${answerText(stopped.rejectsWith)}`
  const to = endText(packet.destination, packet.destinationPort)
  return {
    message: `${opening(failing)}: the firewall of ${where} ${does} packets from ${packet.source} to ${to}${answer}: ${stopped.text}. Let this one port through before that rule.`,
    evidence: evidenceOf(snapshot, [stopped.fact]),
    checks: [{ where, argv: listChain(stopped.place) }],
    fixes: [...managerFixes(snapshot, stopped, packet), allowPacket(snapshot, stopped.place, packet)],
  }
}

/** Where ufw or firewalld keeps the rules, a rule put between theirs is lost at their next reload. */
function managerFixes(snapshot: Snapshot, { place, hook }: StoppingRule, packet: PacketSummary): Fix[] {
  const namespace = findNamespace(snapshot, place.namespace)
  if (!namespace || hook !== 'input') return []
  const from = connectedNetwork(namespace, packet.source)
  const source = from?.network ?? packet.source
  const port = String(packet.destinationPort)
  const fix = (title: string, argv: readonly string[]): Fix => ({
    title,
    reversible: true,
    widens: [{ source, destination: packet.destination, port: packet.destinationPort }],
    actions: [{ kind: 'exec', where: place.namespace, argv }],
  })
  const tables = namespace.rulesets.flatMap((ruleset) => ruleset.tables)
  if (tables.some((table) => table.chains.some((chain) => chain.name === 'ufw-user-input'))) {
    const incoming = from ? ['in', 'on', from.link] : []
    const words = [
      'allow',
      ...incoming,
      'from',
      source,
      'to',
      packet.destination,
      'port',
      port,
      'proto',
      packet.protocol,
    ]
    return [fix('Allow it in ufw', ['ufw', ...words])]
  }
  if (place.backend === 'nft' && place.table === 'firewalld') {
    const family = packet.destination.includes(':') ? 'ipv6' : 'ipv4'
    const rich = `rule family="${family}" source address="${source}" destination address="${packet.destination}" port port="${port}" protocol="${packet.protocol}" accept`
    return [fix('Allow it in firewalld', ['firewall-cmd', `--add-rich-rule=${rich}`])]
  }
  return []
}

function answerText(kind: string): string {
  return kind === 'tcp-reset'
    ? 'with a TCP reset, as a closed port does'
    : `ICMP ${kind}${likeClosed.has(kind) ? ', as a closed port does' : ''}`
}

const likeClosed: ReadonlySet<string> = new Set(['port-unreachable'])
