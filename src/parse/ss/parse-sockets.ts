// Parses `ss -HOntulpe`: who listens where.
import type { Socket } from '../../model/namespace.ts'
import type { Parsed } from '../parsed.ts'

export function parseSockets(text: string): Parsed<Socket> {
  const facts: Socket[] = []
  const problems: string[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const socket = parseSocket(line)
    if (socket) facts.push(socket)
    else problems.push(`socket not understood: ${line.trim()}`)
  }
  return { facts: facts.sort(inOrder), problems }
}

/** The kernel lists them by its hash table, in another order each time. */
function inOrder(one: Socket, other: Socket): number {
  const [left, right] = [one, other].map(({ protocol, address }) => `${protocol} ${address}`)
  return one.port - other.port || (left ?? '').localeCompare(right ?? '', 'en')
}

// Netid State Recv-Q Send-Q Local Peer Details; an address may carry `%LINK`.
const columns = /^(tcp|udp)\s+(\S+)\s+(\d+)\s+(\d+)\s+(\S+):(\d+)\s+\S+:\S+(?:\s+(.*))?$/

function parseSocket(line: string): Socket | null {
  const found = columns.exec(line.trim())
  if (!found) return null
  const [, netid, state = '', length, limit, local = '', port, details = ''] = found
  const protocol = netid === 'udp' ? 'udp' : 'tcp'
  // The link follows the address, outside its brackets: `[fe80::1]%br0`, `10.0.0.1%br0`, `*%br0`.
  const percent = local.lastIndexOf('%')
  const link = percent < 0 ? null : local.slice(percent + 1)
  const shown = percent < 0 ? local : local.slice(0, percent)
  const bare = shown.replace(/^\[(.*)\]$/, '$1')
  // ss writes `*` for an IPv6 socket that takes IPv4 too, `[::]` for one that does not.
  const address = bare === '*' ? '::' : bare
  const family = address.includes(':') ? 6 : 4
  const flag = /(?:^|\s)v6only:([01])(?:\s|$)/.exec(details)
  const processes = parseProcesses(details)
  return {
    protocol,
    family,
    state,
    address,
    port: Number(port),
    link,
    v6only: family === 6 && (flag ? flag[1] === '1' : shown !== '*'),
    queue: { length: Number(length), limit: Number(limit) },
    processes,
    text: [state, `${local}:${port}`, usersText(processes)].filter((word) => word !== '').join(' '),
  }
}

function parseProcesses(details: string): Socket['processes'] {
  const found = [...details.matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+),fd=\d+\)/g)].map(([, name = '', pid]) => ({
    name,
    pid: Number(pid),
  }))
  return found.filter((one, index) => found.findIndex((other) => other.pid === one.pid) === index)
}

function usersText(processes: Socket['processes']): string {
  if (processes.length === 0) return ''
  return `users:(${processes.map(({ name, pid }) => `("${name}",pid=${pid})`).join(',')})`
}
