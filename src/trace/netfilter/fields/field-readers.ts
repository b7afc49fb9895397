// Every field that a rule can compare, and the reader of it.
import type { FieldName } from '../../../model/ruleset.ts'
import { readAddress } from './address.ts'
import { readAddressType } from './address-type.ts'
import { readPort as readBridgePort, readHasPort, readIsBridged } from './bridge-port.ts'
import { readConnectionMark, readDirection, readState, readStatus, readTuple, readZone } from './connection.ts'
import { readEtherType, readMacAddress } from './ethernet.ts'
import {
  readDscp,
  readFragment,
  readLength,
  readNetworkProtocol,
  readTimeToLive,
  readTransportProtocol,
} from './header.ts'
import { readIcmpType } from './icmp-type.ts'
import { readLinkKind } from './link-kind.ts'
import { readLinkName } from './link-name.ts'
import { readMark } from './mark.ts'
import { notFollowed } from './not-followed.ts'
import { readOwner } from './owner.ts'
import { readPacketType } from './packet-type.ts'
import { readPort } from './ports.ts'
import type { ReadField } from './reading.ts'
import { readTcpFlags, readTcpOption } from './tcp.ts'
import { readSourceAnyLink, readSourceLink, readSourceLinkMark } from './way-back.ts'

export const fieldReaders: Readonly<Record<FieldName, ReadField>> = {
  'ip.source': readAddress(4, 'source'),
  'ip.destination': readAddress(4, 'destination'),
  'ip6.source': readAddress(6, 'source'),
  'ip6.destination': readAddress(6, 'destination'),
  'ip.length': readLength,
  'ip.ttl': readTimeToLive,
  'ip.dscp': readDscp,
  'ip.fragment': readFragment,
  'meta.nfproto': readNetworkProtocol,
  'meta.l4proto': readTransportProtocol,
  'meta.mark': readMark,
  'meta.length': readLength,
  'meta.iifname': readLinkName('incomingLink'),
  'meta.oifname': readLinkName('outgoingLink'),
  'meta.iifkind': readLinkKind('incomingLink'),
  'meta.oifkind': readLinkKind('outgoingLink'),
  'meta.iifgroup': notFollowed,
  'meta.oifgroup': notFollowed,
  'meta.pkttype': readPacketType,
  'meta.skuid': readOwner,
  'meta.skgid': readOwner,
  'meta.cgroup': notFollowed,
  'meta.ibrname': notFollowed,
  'meta.obrname': notFollowed,
  'port.source': readPort('sourcePort'),
  'port.destination': readPort('destinationPort'),
  'tcp.flags': readTcpFlags,
  'tcp.option': readTcpOption,
  'icmp.type': readIcmpType('icmp'),
  'icmpv6.type': readIcmpType('icmpv6'),
  'ct.state': readState,
  'ct.status': readStatus,
  'ct.direction': readDirection,
  'ct.mark': readConnectionMark,
  'ct.zone': readZone,
  'ct.original.source': readTuple('original', 'source'),
  'ct.original.destination': readTuple('original', 'destination'),
  'ct.original.source-port': readTuple('original', 'sourcePort'),
  'ct.original.destination-port': readTuple('original', 'destinationPort'),
  'ct.original.protocol': readTuple('original', 'protocol'),
  'ct.reply.source': readTuple('reply', 'source'),
  'ct.reply.destination': readTuple('reply', 'destination'),
  'fib.source-type': readAddressType('source', false),
  'fib.destination-type': readAddressType('destination', false),
  'fib.source-type-link': readAddressType('source', true),
  'fib.destination-type-link': readAddressType('destination', true),
  'fib.source-link': readSourceLink,
  'fib.source-link-mark': readSourceLinkMark,
  'fib.source-any-link': readSourceAnyLink,
  'physdev.in': readBridgePort('physicalIn'),
  'physdev.out': readBridgePort('physicalOut'),
  'physdev.is-in': readHasPort('physicalIn'),
  'physdev.is-out': readHasPort('physicalOut'),
  'physdev.is-bridged': readIsBridged,
  'socket.transparent': notFollowed,
  'socket.mark': notFollowed,
  'ether.source': readMacAddress('source'),
  'ether.destination': readMacAddress('destination'),
  'ether.type': readEtherType,
  'numgen.random': notFollowed,
  'numgen.inc': notFollowed,
  'rt.mtu': notFollowed,
}
