// meta.pkttype: always `host`, as only unicast packets are followed; br_netfilter hides that a bridged one is for another.
// Source: net/netfilter/xt_pkttype.c pkttype_mt(), net/bridge/br_netfilter_hooks.c setup_pre_routing() (pkt_otherhost).
import { one, type ReadField } from './reading.ts'

export const readPacketType: ReadField = () => one('host')
