// Reads what a command line names as a target: `NAME[:PORT]`, `IP:PORT` or `[IPv6]:PORT`.
import { UsageError } from '../model/errors.ts'
import { parseAddress } from '../trace/address.ts'

export type WrittenTarget =
  | { readonly kind: 'address'; readonly address: string; readonly port: number }
  | { readonly kind: 'name'; readonly name: string; readonly port: number | null }

/** `what`: the argument's or option's name, for the error. Throws UsageError. */
export function parseTarget(text: string, what: string): WrittenTarget {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text)
  if (bracketed) {
    const address = parseAddress(bracketed[1] ?? '')
    if (address?.family !== 6) throw wrong(text, what, 'an IPv6 address between the brackets, as in [fd00::1]:5432')
    return { kind: 'address', address: address.text, port: parsePort(bracketed[2], text, what) }
  }
  const bare = parseAddress(text)
  if (bare) {
    const example = bare.family === 6 ? `[${bare.text}]:5432` : `${bare.text}:5432`
    throw wrong(text, what, `an address with its port, as in ${example}`)
  }
  const colon = text.lastIndexOf(':')
  const host = colon < 0 ? text : text.slice(0, colon)
  const port = colon < 0 ? null : parsePort(text.slice(colon + 1), text, what)
  const address = parseAddress(host)
  if (address?.family === 6) throw wrong(text, what, `brackets around an IPv6 address, as in [${address.text}]:${port}`)
  if (address) return { kind: 'address', address: address.text, port: port ?? 0 }
  if (looksLikeAddress(host)) throw wrong(text, what, 'four numbers from 0 to 255, as in 172.18.0.1:5432')
  if (!isName(host)) throw wrong(text, what, 'NAME[:PORT], IP:PORT or [IPv6]:PORT')
  return { kind: 'name', name: host, port }
}

function parsePort(written: string | undefined, text: string, what: string): number {
  const port = written !== undefined && /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN
  if (port >= 1 && port <= 65_535) return port
  throw wrong(text, what, 'a port from 1 to 65535 after the colon')
}

function looksLikeAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host)
}

/** RFC 1123 labels; an underscore is met in practice and harms nothing here. */
function isName(host: string): boolean {
  return host.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(host)
}

function wrong(text: string, what: string, expected: string): UsageError {
  return new UsageError(`${what} is ${JSON.stringify(text)}; expected ${expected}.`)
}
