// Cuts a text of which nobody knows what it holds down to the hosts and ports that it names.

export const REDACTED = '(redacted)'

/** `postgres://u:p@localhost:5432/db?x=y` → `postgres://localhost:5432`; `host=127.0.0.1 password=x` → `127.0.0.1`; a text that names
 *  no host → `(redacted)`. A single word is never taken for a host, unless it can be nothing else: it may be a password. */
export function keepAddresses(text: string): string {
  if (text === '') return ''
  const found: string[] = []
  for (const line of text.split('\n')) {
    const starts = [...line.matchAll(scheme)].map((match) => match.index)
    found.push(...hostsIn(line.slice(0, starts[0] ?? line.length)))
    for (const [at, start] of starts.entries())
      found.push(...urlHosts(line.slice(start, starts[at + 1] ?? line.length)))
  }
  return found.length === 0 ? REDACTED : [...new Set(found)].join(' ')
}

const scheme = /(?<![a-z0-9+.:-])(?:[a-z][a-z0-9+.-]*:)+\/\//gi

/** The text from one URL's scheme up to the next: scheme, hosts and ports of the URL, then the hosts of what follows it. */
function urlHosts(text: string): string[] {
  const start = /^(?:[a-z][a-z0-9+.-]*:)+\/\//i.exec(text)?.[0] ?? ''
  const rest = text.slice(start.length)
  const authority = /^[^/?#\s"'`<>\\{}]*/.exec(rest)?.[0] ?? ''
  const behind = rest.slice(authority.length)
  const userEnd = authority.lastIndexOf('@')
  const places = authority.slice(userEnd + 1).split(/[,;]/)
  // With an `@` further on, all this may be a user and a password with a `/` or a blank in it.
  const isClear = !behind.includes('@') && places.some(isUrlHost)
  const hosts = isClear ? places.filter(isUrlHost).map((place) => `${start.toLowerCase()}${place}`) : []
  // The path and the query are the URL's; other words begin at a blank or a quote.
  const end = behind.search(/[\s"'`<>\\{},;]/)
  return [...hosts, ...hostsIn(end < 0 ? '' : behind.slice(end))]
}

/** A name without a dot or a port may be a password: `vault://hunter2`. */
function isUrlHost(place: string): boolean {
  return urlHost.test(place) && (/[.:]/.test(place) || place === 'localhost')
}

// A name in lower case as DNS has it, IPv4, or IPv6 in brackets; then perhaps a port.
const urlHost =
  /^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/

/** Words as they stand in command lines, JSON, YAML, properties. */
function hostsIn(text: string): string[] {
  return text
    .split(/[\s"'`,;=<>(){}|\\]+/)
    .map((word) => word.slice(word.lastIndexOf('@') + 1).replace(/\/.*$|[.:]+$/, ''))
    .filter(isHostAndPort)
}

/** An address or a name that can be nothing but a host, with its port. */
function isHostAndPort(word: string): boolean {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(word)
  if (isIpv6(bracketed?.[1] ?? word)) return true
  const [host = '', port, ...rest] = word.split(':')
  if (rest.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) return false
  return isIpv4(host) || isKnownHost(host)
}

function isIpv4(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255)
}

function isIpv6(text: string): boolean {
  const groups = text.split(':')
  const short = text.includes('::')
  if (groups.length > 9 || (!short && groups.length !== 8) || /:::|::.*::/.test(text)) return false
  return groups.every((group) => /^[0-9a-f]{0,4}$/i.test(group) || isIpv4(group))
}

/** Names of this machine, and names below the domains that only networks like this one have. */
function isKnownHost(text: string): boolean {
  return /^localhost$|^(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.)+(?:internal|local|localhost|localdomain|lan|home|svc)$/i.test(
    text,
  )
}
