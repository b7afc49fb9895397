// Leaves out of a list of subnets those that lie within another.
import { BlockList, isIP } from 'node:net'

/** In the order given, widest first where one holds another; what is no subnet is left out. */
export function joinSubnets(texts: readonly string[]): string[] {
  const subnets = [...new Set(texts)].flatMap(parse)
  return subnets.filter((one) => !subnets.some((other) => other !== one && holds(other, one))).map(({ text }) => text)
}

interface Subnet {
  readonly text: string
  readonly network: string
  readonly length: number
  readonly family: 'ipv4' | 'ipv6'
}

function parse(text: string): Subnet[] {
  const [network = '', length = ''] = text.split('/')
  const kind = isIP(network)
  if (kind === 0 || !/^\d{1,3}$/.test(length) || Number(length) > (kind === 4 ? 32 : 128)) return []
  return [{ text, network, length: Number(length), family: kind === 4 ? 'ipv4' : 'ipv6' }]
}

function holds(wide: Subnet, narrow: Subnet): boolean {
  if (wide.family !== narrow.family || wide.length >= narrow.length) return false
  const block = new BlockList()
  block.addSubnet(wide.network, wide.length, wide.family)
  return block.check(narrow.network, narrow.family)
}
