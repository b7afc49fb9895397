// Parses one link of `ip -j -d address show`: the addresses of one family.
import type { LinkAddress } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { fieldOf, type JsonObject, numberOf, objectsOf, textOf } from '../json-value.ts'

export function parseAddresses(family: Family, link: JsonObject): LinkAddress[] {
  return objectsOf(link, 'addr_info').flatMap((entry) => {
    const address = textOf(entry, 'local')
    const prefixLength = numberOf(entry, 'prefixlen')
    if (textOf(entry, 'family') !== (family === 4 ? 'inet' : 'inet6') || address === null || prefixLength === null)
      return []
    return {
      family,
      address,
      prefixLength,
      peer: textOf(entry, 'address'),
      scope: textOf(entry, 'scope') ?? 'global',
      // ip prints each flag as a key of its own that is true.
      flags: Object.keys(entry).filter((key) => fieldOf(entry, key) === true),
    }
  })
}
