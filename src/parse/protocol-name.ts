// Gives a layer-4 protocol the one name that the model uses for it.

/** `6` → `tcp`, `ipv6-icmp` → `icmpv6`; a number without a name, and a name that is not listed, stay as they are. */
export function protocolName(text: string): string {
  const lower = text.toLowerCase()
  const byNumber = names[Number(lower)]
  if (/^\d+$/.test(lower)) return byNumber ?? lower
  return aliases.get(lower) ?? lower
}

// /etc/protocols
const names: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ipencap',
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  41: 'ipv6',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmpv6',
  89: 'ospf',
  103: 'pim',
  112: 'vrrp',
  132: 'sctp',
  136: 'udplite',
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['ipv6-icmp', 'icmpv6'],
  ['icmp6', 'icmpv6'],
])
