// Which proxy stands between here and an API server: the kubeconfig's, else the environment's, as kubectl has it.
import { BlockList, isIP } from 'node:net'
import { CannotLookError } from '../../../model/errors.ts'

/** `written` is the kubeconfig's proxy-url. Null: connect directly. Throws CannotLookError. */
export function chooseProxy(
  server: URL,
  written: string | null,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): URL | null {
  if (written !== null && written !== '') return proxyOf(written, "the kubeconfig's proxy-url")
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = environment
  const named = HTTPS_PROXY || https_proxy || ''
  if (named === '' || server.protocol !== 'https:') return null
  const host = server.hostname.replace(/^\[|\]$/g, '')
  if (isExempt(host, NO_PROXY || no_proxy || '')) return null
  return proxyOf(named.includes('://') ? named : `http://${named}`, 'HTTPS_PROXY')
}

function proxyOf(text: string, origin: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  const found = url === null ? 'is no URL' : `is of the kind ${url.protocol}//, which is not spoken here`
  throw new CannotLookError(
    `Cannot reach the API server: ${origin} ${found}. Name an http:// or https:// proxy, or unset it and open a tunnel to the server.`,
  )
}

/** Of golang.org/x/net/http/httpproxy: this machine itself is never asked of a proxy. */
function isExempt(host: string, list: string): boolean {
  const kind = isIP(host)
  if (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (kind === 4 && host.startsWith('127.'))
  ) {
    return true
  }
  return list.split(',').some((item) => {
    const entry = item.trim().toLowerCase().replace(/:\d+$/, '')
    if (entry === '') return false
    if (entry === '*') return true
    if (kind > 0) return entry === host || inSubnet(host, entry)
    return entry.startsWith('.') ? host.endsWith(entry) : host === entry || host.endsWith(`.${entry}`)
  })
}

function inSubnet(host: string, entry: string): boolean {
  const [network = '', length = ''] = entry.split('/')
  const kind = isIP(network)
  if (kind === 0 || kind !== isIP(host) || !/^\d+$/.test(length)) return false
  const family = kind === 4 ? 'ipv4' : 'ipv6'
  const block = new BlockList()
  block.addSubnet(network, Number(length), family)
  return block.check(host, family)
}
