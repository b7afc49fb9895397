// Why an API server could not be reached, in words: what was tried, what was found, what to do next.
import { CannotLookError } from '../../../model/errors.ts'
import { ProxyError } from './proxy-agent.ts'

export interface Asked {
  readonly context: string
  readonly server: string
}

export function cannotReach(error: unknown, { context, server }: Asked, proxy: string | null): CannotLookError {
  const { code = '', message = '', afterMs = 0 } = error as { code?: string; message?: string; afterMs?: number }
  const way = proxy === null ? '' : ` through the proxy ${proxy}`
  const what = `Cannot reach the API server of context ${context} (${server})${way}`
  const words =
    error instanceof ProxyError
      ? `the proxy failed: ${message}. Correct proxy-url or HTTPS_PROXY.`
      : why(code, message, afterMs / 1000)
  return new CannotLookError(`${what}: ${words}`, { cause: error })
}

function why(code: string, message: string, seconds: number): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `the connection is refused, nothing listens there. ${stopped}`
    case 'CONNECT_TIMEOUT':
      return `no connection came about within ${seconds} s. Its container may be paused (docker ps), a firewall or a VPN may stand between, or the machine may be off. ${elsewhere}`
    case 'ETIMEDOUT':
      return `no connection came about. A firewall or a VPN may stand between, or the machine may be off. ${elsewhere}`
    case 'SILENCE':
      return `it took the connection and said nothing for ${seconds} s. It may be overloaded or paused: look at its container (docker ps), or try kubectl get --raw /readyz.`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way to that address (${code}). ${elsewhere}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its name does not resolve (${code}). ${elsewhere}`
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it closed the connection before it answered (EOF). It may be starting or stopping: try again in a few seconds.'
    case 'NOT_JSON':
      return 'what answers there is no API server: its answer is not JSON. Another program may have taken the port, or a login page stands before it.'
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'what answers there does not speak TLS. Another program may have taken the port, or the URL should begin with http://.'
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired. kubeadm certs renew all on its node makes new ones; so does making the cluster anew.'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `its certificate is for other names (${message.replace(/^.*altnames: /s, '').slice(0, 200)}). Use one of those in the kubeconfig's server, or set tls-server-name there.`
    default:
      return otherwise(code, message)
  }
}

function otherwise(code: string, message: string): string {
  if (untrusted.has(code)) {
    return `its certificate is not signed by an authority that the kubeconfig trusts (${code}). The cluster may have been made anew since: have its kubeconfig written again (kind export kubeconfig).`
  }
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_SSL')) {
    return `TLS failed (${code}). The client certificate or key in the kubeconfig may be damaged or not accepted: have it written again.`
  }
  if (code.startsWith('HPE_')) return 'what answers there does not speak HTTP. Another program may have taken the port.'
  return `${message === '' ? code : message}.`
}

const stopped =
  'The cluster may be stopped (docker ps -a shows its containers), or made anew with another port: then have its kubeconfig written again (kind export kubeconfig).'
const elsewhere = 'kubectl get nodes should say the same; --context NAME chooses another cluster.'

/** OpenSSL's words for a certificate that nobody known has signed. */
const untrusted: ReadonlySet<string> = new Set([
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
