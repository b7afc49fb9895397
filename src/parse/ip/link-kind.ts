// Says what kind a link is: from the kernel's own info_kind where it has one.
import type { LinkKind } from '../../model/namespace.ts'
import { isSet, type JsonObject, objectOf, textOf } from '../json-value.ts'

export function linkKind(link: JsonObject): { readonly kind: LinkKind; readonly kindName: string } {
  const info = objectOf(link, 'linkinfo')
  const kernelName = textOf(info, 'info_kind')
  const type = textOf(link, 'link_type') ?? ''
  if (kernelName === null) {
    if (type === 'loopback') return { kind: 'loopback', kindName: 'loopback' }
    return { kind: type === 'ether' ? 'physical' : 'other', kindName: type }
  }
  // A tunnel whose ends are set by each packet's metadata (`external`): its way cannot be read from the link.
  if (isSet(objectOf(info, 'info_data'), 'external')) return { kind: 'other', kindName: `${kernelName} external` }
  if (kernelName === 'tap') return { kind: 'tun', kindName: kernelName }
  return { kind: isKind(kernelName) ? kernelName : 'other', kindName: kernelName }
}

const kinds: readonly string[] = [
  'veth',
  'bridge',
  'vxlan',
  'geneve',
  'macvlan',
  'ipvlan',
  'vlan',
  'tun',
  'dummy',
  'bond',
  'vrf',
  'wireguard',
] satisfies LinkKind[]

function isKind(text: string): text is LinkKind {
  return kinds.includes(text)
}
