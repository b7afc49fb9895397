// Names of the reverse zones: `1.0.18.172.in-addr.arpa` for 172.18.0.1.

/** The address that a reverse name stands for, IPv6 without leading zeros; null for any other name. */
export function addressOfReverseName(name: string): string | null {
  const four = /^((?:\d{1,3}\.){4})in-addr\.arpa$/.exec(name)?.[1]
  if (four !== undefined) return four.slice(0, -1).split('.').toReversed().join('.')
  const six = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(name)?.[1]
  if (six === undefined) return null
  const groups = six.replaceAll('.', '').split('').toReversed().join('').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
