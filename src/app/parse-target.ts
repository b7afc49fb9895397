// Reads what a command line names as a target: `NAME[:PORT]`, `IP:PORT` or `[IPv6]:PORT`, each with `/udp` or `/tcp` behind it if so.
import { UsageError } from '../model/errors.ts'
import type { Protocol } from '../model/packet.ts'
import { parseAddress } from '../trace/address.ts'

export type WrittenTarget = (
  | { readonly kind: 'address'; readonly address: string; readonly port: number }
  | { readonly kind: 'name'; readonly name: string; readonly port: number | null }
) & {
  /** Null when it does not say. */
  readonly protocol: Protocol | null
}

/** `what`: the argument's or option's name, for the error. `udp`: `--udp` was given. Throws UsageError. */
export function parseTarget(text: string, what: string, udp: boolean): WrittenTarget {
  const [, target = '', said] = /^(.*?)(?:\/(tcp|udp))?$/.exec(text) ?? []
  if (udp && said === 'tcp') throw wrong(text, what, 'no /tcp beside --udp')
  const protocol = udp || said === 'udp' ? 'udp' : said === 'tcp' ? 'tcp' : null
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(target)
  if (bracketed) {
    const address = parseAddress(bracketed[1] ?? '')
    if (address?.family !== 6) throw wrong(text, what, 'an IPv6 address between the brackets, as in [fd00::1]:5432')
    return { kind: 'address', address: address.text, port: parsePort(bracketed[2], text, what), protocol }
  }
  const bare = parseAddress(target)
  if (bare) {
    const example = bare.family === 6 ? `[${bare.text}]:5432` : `${bare.text}:5432`
    throw wrong(text, what, `an address with its port, as in ${example}`)
  }
  const colon = target.lastIndexOf(':')
  const host = colon < 0 ? target : target.slice(0, colon)
  const port = colon < 0 ? null : parsePort(target.slice(colon + 1), text, what)
  const address = parseAddress(host)
  if (address?.family === 6) throw wrong(text, what, `brackets around an IPv6 address, as in [${address.text}]:${port}`)
  if (address && port !== null) return { kind: 'address', address: address.text, port, protocol }
  if (/^\d+(\.\d+){3}$/.test(host)) throw wrong(text, what, 'four numbers from 0 to 255, as in 172.18.0.1:5432')
  if (!isName(host)) throw wrong(text, what, 'NAME[:PORT], IP:PORT or [IPv6]:PORT')
  return { kind: 'name', name: host, port, protocol }
}

function parsePort(written: string | undefined, text: string, what: string): number {
  const port = written !== undefined && /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN
  if (port >= 1 && port <= 65_535) return port
  throw wrong(text, what, 'a port from 1 to 65535 after the colon')
}

/** RFC 1123 labels; an underscore is met in practice and harms nothing here. */
function isName(host: string): boolean {
  return host.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(host)
}

function wrong(text: string, what: string, expected: string): UsageError {
  return new UsageError(`${what} is ${JSON.stringify(text)}; expected ${expected}.`)
}
