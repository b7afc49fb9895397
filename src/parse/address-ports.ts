// Reads where NAT sends a packet: `10.0.0.1`, `10.0.0.1-10.0.0.4:80-90`, `:80`, `[fd00::1]:80`.

export interface AddressPorts {
  readonly address: { readonly from: string; readonly to: string } | null
  readonly ports: { readonly from: number; readonly to: number } | null
}

/** Null when the text is none of these; empty text names neither. */
export function parseAddressPorts(text: string): AddressPorts | null {
  const { addresses, ports: portText } = splitPorts(text)
  const address = addresses === '' ? null : parseRange(addresses)
  const ports = portText === null ? null : parsePortRange(portText)
  if ((addresses !== '' && !address) || (portText !== null && !ports)) return null
  return { address, ports }
}

/** `80` or `80-90`; a port shift (`8080-8090/80`) is none of them. */
export function parsePortRange(text: string): AddressPorts['ports'] {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (!found) return null
  const from = Number(found[1])
  const to = Number(found[2] ?? found[1])
  return from <= to && to <= 0xffff ? { from, to } : null
}

/** IPv6 with a port stands in brackets, each address of a range in its own or both in one (`[fd00::1-fd00::4]:80`). */
function splitPorts(text: string): { readonly addresses: string; readonly ports: string | null } {
  if (text.startsWith('[')) {
    const end = text.lastIndexOf(']')
    const rest = text.slice(end + 1)
    const addresses = text.slice(0, end + 1).replace(/[[\]]/g, '')
    return { addresses, ports: rest.startsWith(':') ? rest.slice(1) : null }
  }
  const colon = text.indexOf(':')
  if (colon < 0 || text.indexOf(':', colon + 1) >= 0) return { addresses: text, ports: null }
  return { addresses: text.slice(0, colon), ports: text.slice(colon + 1) }
}

function parseRange(text: string): AddressPorts['address'] {
  const [from = '', to = from, ...rest] = text.split('-')
  return rest.length === 0 && isAddress(from) && isAddress(to) ? { from, to } : null
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text)
}
