// Parses `ip -j -d link show` and `address show`: links, what they are, and the addresses they carry.
import type { BridgeAttributes, BridgePort, Link, VxlanAttributes } from '../../model/namespace.ts'
import { fieldOf, has, isSet, type JsonObject, numberOf, objectOf, textOf, textsOf } from '../json-value.ts'
import type { Parsed } from '../parsed.ts'
import type { NetnsId } from '../raw-namespace.ts'
import { linkKind } from './link-kind.ts'
import { parseAddresses } from './parse-addresses.ts'

export interface PrintedLinks {
  /** Own namespace's name: where a peer without link_netnsid is. */
  readonly namespace: string
  readonly links: readonly JsonObject[]
  readonly addresses4: readonly JsonObject[]
  readonly addresses6: readonly JsonObject[]
  /** `bridge -j -d link show` */
  readonly ports: readonly JsonObject[]
  readonly netnsIds: readonly NetnsId[]
}

export function parseLinks(printed: PrintedLinks): Parsed<Link> {
  const facts: Link[] = []
  const problems: string[] = []
  for (const object of printed.links) {
    const index = numberOf(object, 'ifindex')
    const name = textOf(object, 'ifname')
    if (index === null || name === null) problems.push(`link not understood: ${JSON.stringify(object)}`)
    else facts.push(parseLink(index, name, object, printed))
  }
  return { facts, problems }
}

function parseLink(index: number, name: string, object: JsonObject, printed: PrintedLinks): Link {
  const flags = textsOf(object, 'flags')
  const info = objectOf(object, 'linkinfo')
  const data = objectOf(info, 'info_data')
  const { kind, kindName } = linkKind(object)
  const addressesOf = (objects: readonly JsonObject[], family: 4 | 6) =>
    objects.filter((entry) => numberOf(entry, 'ifindex') === index).flatMap((entry) => parseAddresses(family, entry))
  return {
    index,
    name,
    kind,
    kindName,
    macAddress: textOf(object, 'address') ?? '',
    mtuBytes: numberOf(object, 'mtu') ?? 0,
    up: flags.includes('UP'),
    carrier: flags.includes('LOWER_UP'),
    noArp: flags.includes('NOARP'),
    master: textOf(object, 'master'),
    peer: hasPeer.has(kind) ? peerOf(object, printed) : null,
    addresses: [...addressesOf(printed.addresses4, 4), ...addressesOf(printed.addresses6, 6)],
    bridge: kind === 'bridge' ? bridgeOf(data) : null,
    port: portOf(name, info, printed.ports),
    vxlan: kind === 'vxlan' ? vxlanOf(data) : null,
    macvlanMode: kind === 'macvlan' ? textOf(data, 'mode') : null,
  }
}

const hasPeer: ReadonlySet<string> = new Set(['veth', 'macvlan', 'ipvlan', 'vlan'])

/** IFLA_LINK is an index; ip prints it as `link`, a name of this namespace, unless IFLA_LINK_NETNSID says that it counts elsewhere. */
function peerOf(object: JsonObject, { namespace, links, netnsIds }: PrintedLinks): Link['peer'] {
  if (has(object, 'link_netnsid') || has(object, 'link_index')) {
    const index = numberOf(object, 'link_index')
    if (index === null) return null
    const nsid = fieldOf(object, 'link_netnsid')
    if (nsid === undefined) return { namespace, index }
    return { namespace: netnsIds.find((entry) => entry.nsid === nsid)?.namespace ?? null, index }
  }
  const name = textOf(object, 'link')
  if (name === null) return null
  const found = links.find((link) => fieldOf(link, 'ifname') === name)
  // A link that ip does not know by name is printed as `if7`.
  const index = found ? numberOf(found, 'ifindex') : numberOf({ index: name.replace(/^if(?=\d+$)/, '') }, 'index')
  return index === null ? null : { namespace, index }
}

function bridgeOf(data: JsonObject): BridgeAttributes {
  return {
    vlanFiltering: isSet(data, 'vlan_filtering'),
    netfilterCall4: isSet(data, 'nf_call_iptables'),
    netfilterCall6: isSet(data, 'nf_call_ip6tables'),
  }
}

function portOf(name: string, info: JsonObject, ports: readonly JsonObject[]): BridgePort | null {
  const printed = ports.find((port) => fieldOf(port, 'ifname') === name && has(port, 'state'))
  if (textOf(info, 'info_slave_kind') !== 'bridge' && !printed) return null
  const data = textOf(info, 'info_slave_kind') === 'bridge' ? objectOf(info, 'info_slave_data') : (printed ?? {})
  return {
    state: textOf(data, 'state') ?? '',
    hairpin: isSet(data, 'hairpin'),
    isolated: isSet(data, 'isolated'),
    learning: isSet(data, 'learning'),
    flood: isSet(data, 'flood'),
  }
}

function vxlanOf(data: JsonObject): VxlanAttributes {
  return {
    id: numberOf(data, 'id') ?? 0,
    remote: textOf(data, 'remote') ?? textOf(data, 'remote6') ?? textOf(data, 'group') ?? textOf(data, 'group6'),
    local: textOf(data, 'local') ?? textOf(data, 'local6'),
    port: numberOf(data, 'port') ?? 0,
    link: textOf(data, 'link'),
    learning: isSet(data, 'learning'),
  }
}
