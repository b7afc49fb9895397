// physdev.*: the bridge ports of a packet that br_netfilter shows to the IP hooks.
// Source: net/netfilter/xt_physdev.c physdev_mt().
import { flag, one, type ReadField } from './reading.ts'

export function readPort(side: 'physicalIn' | 'physicalOut'): ReadField {
  return ({ bridged }) => one(bridged?.[side] ?? '')
}

export function readHasPort(side: 'physicalIn' | 'physicalOut'): ReadField {
  return ({ bridged }) => flag(bridged?.[side] != null)
}

/** A packet that came by a bridge and is routed on has no port to go out by. */
export const readIsBridged = readHasPort('physicalOut')
