// The address of an Engine as DOCKER_HOST and contexts write it: unix://, tcp://, ssh://, npipe://.
import { CannotLookError } from '../../../model/errors.ts'
import type { Endpoint, TlsOptions } from './endpoint.ts'

/** `namedBy` says who wrote it; null: nobody. Throws CannotLookError for what cannot be used on this system. */
export function parseHost(text: string, namedBy: string | null, tls: TlsOptions | null): Endpoint {
  const refuse = (why: string): CannotLookError =>
    new CannotLookError(
      `Cannot reach a container engine: ${namedBy ?? 'the address'} is ${withoutPassword(text)}: ${why}`,
    )
  const [scheme = '', rest = ''] = text.split(/:\/\/(.*)/s)
  const named = { address: withoutPassword(text), namedBy }
  switch (scheme) {
    case 'unix':
      if (!rest.startsWith('/')) throw refuse('expected a path from / on, as in unix:///var/run/docker.sock.')
      return { ...named, kind: 'socket', path: rest }
    case 'npipe':
      if (process.platform !== 'win32')
        throw refuse('named pipes are a thing of Windows. Unset it, or name a unix:// socket.')
      return { ...named, kind: 'socket', path: rest.replaceAll('/', '\\') }
    case 'tcp':
    case 'http':
    case 'https':
    case 'ssh':
      if (!URL.canParse(`http://${rest}`)) throw refuse('expected a host after ://, and a port if need be.')
      return { ...named, ...atHost(scheme, new URL(`http://${rest}`), rest, tls) }
    default:
      throw refuse('expected unix://, tcp:// or ssh:// before an address.')
  }
}

function atHost(scheme: string, url: URL, rest: string, tls: TlsOptions | null) {
  // A URL writes an IPv6 address in brackets, and leaves out the port that its scheme has anyway.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port !== '' ? Number(url.port) : /^[^/]*:80(\/|$)/.test(rest) ? 80 : null
  if (scheme === 'ssh') {
    return { kind: 'ssh', user: url.username === '' ? null : decodeURIComponent(url.username), host, port } as const
  }
  const secure = tls ?? (scheme === 'https' ? { rejectUnauthorized: true } : null)
  const usual = secure === null ? 2375 : 2376
  return { kind: 'tcp', host, port: port ?? usual, prefix: url.pathname.replace(/\/+$/, ''), tls: secure } as const
}

function withoutPassword(text: string): string {
  return text.replace(/^(\w+:\/\/[^/@:]*):[^/]*@/, '$1@')
}
