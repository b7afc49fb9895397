// Why a container engine could not be reached, in words: what was tried, what was found, what to do next.
import { readFileSync, statSync } from 'node:fs'
import { CannotLookError } from '../../../model/errors.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'

export function cannotReach(error: unknown, endpoint: Endpoint): CannotLookError {
  if (error instanceof CannotLookError) return error
  const { code = '', message = '', afterMs = 0 } = error as { code?: string; message?: string; afterMs?: number }
  const by = endpoint.namedBy === null ? '' : `, which ${endpoint.namedBy} names`
  const what = `Cannot reach the container engine at ${endpoint.address}${by}`
  return new CannotLookError(`${what}: ${why(code, message, afterMs / 1000, endpoint)}`, { cause: error })
}

function why(code: string, message: string, seconds: number, endpoint: Endpoint): string {
  const { kind, namedBy } = endpoint
  const other = namedBy === null ? '' : ` Or correct ${namedBy}.`
  switch (code) {
    case 'ENOENT':
      return `there is no such socket. Start the Engine (systemctl start docker, or Docker Desktop).${other}`
    case 'ENOTSOCK':
      return `that is no socket.${other}`
    case 'EACCES':
    case 'EPERM':
      return `this user may not open the socket. ${rightToOpen(endpoint)}`
    case 'ECONNREFUSED':
      return `the connection is refused, nothing listens there: the Engine is not running. Start it (systemctl start docker, or Docker Desktop).${other}`
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `no connection came about${seconds > 0 ? ` within ${seconds} s` : ''}. A firewall or a VPN may stand between, or the machine may be off.${other}`
    case 'SILENCE':
      return `it took the connection and said nothing for ${seconds} s. The Engine may be overloaded or stuck: docker ps should hang as well; restart it (systemctl restart docker).`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way to that address (${code}).${other}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its name does not resolve (${code}).${other}`
    case 'ECONNRESET':
    case 'EPIPE':
      if (endpoint.kind === 'tcp' && endpoint.tls === null) return `${brokenOff} ${mayExpectTls}`
      return brokenOff
    case 'SSH_MISSING':
      return 'the command ssh is missing on this machine. Install it (Debian: apt-get install openssh-client).'
    case 'SSH':
      return `ssh failed: ${message}. It must reach that machine without asking for anything, and the docker command must be there.`
    default:
      return otherwise(code, message, kind)
  }
}

function otherwise(code: string, message: string, kind: Endpoint['kind']): string {
  if (code.startsWith('HPE_') || code === 'NOT_AN_ENGINE') {
    return `what answers there is no container engine. Another program may listen there. ${mayExpectTls}`
  }
  if (kind === 'tcp' && /CERT|SSL|TLS|ALTNAME|VERIFY|SIGNATURE|EPROTO/.test(code)) {
    return `TLS failed (${code}). ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH, or those of the context, must be of this Engine.`
  }
  return `${message === '' ? code : message}.`
}

/** Docker gives its socket to a group; that of another user is his alone. */
function rightToOpen(endpoint: Endpoint): string {
  const group = endpoint.kind === 'socket' ? groupOf(endpoint.path) : null
  if (group === null) return 'Run the same command as its owner, or as root.'
  return `It is for root and group ${group}: join that group (sudo usermod -aG ${group} $USER, then log in anew), or run the same command as root.`
}

function groupOf(path: string): string | null {
  try {
    const { gid, mode } = statSync(path)
    if (gid === 0 || (mode & 0o060) === 0) return null
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((entry) => entry.split(':')[2] === String(gid))
    return line?.split(':')[0] ?? null
  } catch {
    return null
  }
}

const brokenOff =
  'it closed the connection in the middle. The Engine was stopped or has crashed (journalctl -u docker says more): start it and try again.'
const mayExpectTls = 'Or it expects TLS: then set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH.'
