// The narrowest rule that lets one connection pass, put right before the rule that stops it, in the table that stops it.
import type { Fix } from '../model/finding.ts'
import type { PacketSummary } from '../model/packet.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace, type RulePlace } from '../trace/facts/find-fact.ts'
import { hostPrefix } from './ip-command.ts'
import { connectedNetwork, familyOf } from './packet-at.ts'

/** For a request: from the network it comes from, to this one address and port. */
export function allowPacket(snapshot: Snapshot, place: RulePlace, packet: PacketSummary): Fix {
  const source = sourceNetwork(snapshot, place.namespace, packet.source)
  const port = String(packet.destinationPort)
  const destination = hostPrefix(packet.destination)
  const match = isNft(place)
    ? [
        ...nftFamily(packet),
        'saddr',
        source,
        ...nftFamily(packet),
        'daddr',
        packet.destination,
        packet.protocol,
        'dport',
        port,
      ]
    : ['-s', source, '-d', destination, '-p', packet.protocol, '--dport', port]
  return {
    title: `Let ${packet.protocol} port ${port} of ${packet.destination} through, before the rule that stops it`,
    reversible: true,
    widens: [{ source, destination: packet.destination, port: packet.destinationPort }],
    actions: [{ kind: 'exec', where: place.namespace, argv: insertBefore(place, match) }],
  }
}

/** For a reply: only what belongs to connections that were let in. */
export function allowReply(place: RulePlace, packet: PacketSummary): Fix {
  const port = String(packet.sourcePort)
  const match = isNft(place)
    ? [
        'ct',
        'state',
        'established,related',
        ...nftFamily(packet),
        'saddr',
        packet.source,
        packet.protocol,
        'sport',
        port,
      ]
    : [
        '-s',
        hostPrefix(packet.source),
        '-p',
        packet.protocol,
        '--sport',
        port,
        '-m',
        'conntrack',
        '--ctstate',
        'ESTABLISHED,RELATED',
      ]
  return {
    title: `Let the replies of ${packet.protocol} port ${port} of ${packet.source} through, before the rule that stops them`,
    reversible: true,
    widens: [],
    actions: [{ kind: 'exec', where: place.namespace, argv: insertBefore(place, match) }],
  }
}

/** How a person lists the chain. */
export function listChain(place: RulePlace): readonly string[] {
  const { family, table, chain } = place
  if (isNft(place)) return ['nft', '-a', 'list', 'chain', family, table, chain.name]
  return [iptablesOf(place), '-t', table, '-nvL', chain.name, '--line-numbers']
}

export function iptablesOf({ backend, family }: RulePlace): string {
  const name = family === 'ip6' ? 'ip6tables' : 'iptables'
  return backend === 'iptables-legacy' ? `${name}-legacy` : name
}

function insertBefore(place: RulePlace, match: readonly string[]): readonly string[] {
  const { family, table, chain, rule } = place
  if (!isNft(place)) {
    const at = rule ? ['-I', chain.name, String(rule.number)] : ['-A', chain.name]
    return [iptablesOf(place), '-t', table, ...at, ...match, '-j', 'ACCEPT']
  }
  const before = rule?.handle === null || rule === null ? [] : ['position', String(rule.handle)]
  return ['nft', rule ? 'insert' : 'add', 'rule', family, table, chain.name, ...before, ...match, 'accept']
}

function isNft(place: RulePlace): boolean {
  return place.backend === 'nft'
}

function nftFamily(packet: PacketSummary): readonly string[] {
  return [familyOf(packet.destination) === 6 ? 'ip6' : 'ip']
}

/** The network of the link by which it came: its nodes and containers get new addresses when they are made anew. */
function sourceNetwork(snapshot: Snapshot, namespace: string, address: string): string {
  const place = findNamespace(snapshot, namespace)
  return (place && connectedNetwork(place, address)?.network) ?? hostPrefix(address)
}
