// Parses lines `/proc/sys/net/ipv4/ip_forward:1` (grep over /proc/sys/net) into sysctl names and values.

/** Names with dots; a dot inside a link's name is written `/`, as sysctl(8) does. Values of several lines are joined by newlines. */
export function parseSysctls(text: string): Record<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (!line.startsWith(root) || colon < 0) continue
    const name = sysctlName(line.slice(root.length, colon))
    const value = line.slice(colon + 1)
    const earlier = values.get(name)
    values.set(name, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  return Object.fromEntries(values)
}

const root = '/proc/sys/'

function sysctlName(path: string): string {
  return path
    .split('/')
    .map((part) => part.replaceAll('.', '/'))
    .join('.')
}
