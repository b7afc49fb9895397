// Whether the kernel takes a packet with this source address from this link: reverse-path filter and martian sources.
// Source: net/ipv4/fib_frontend.c fib_validate_source(), __fib_validate_source().
import type { Reason } from '../../model/path.ts'
import type { NamespaceModel } from '../compile.ts'
import type { Recorder } from '../recorder.ts'
import { lookupRoute, type RouteQuery } from './lookup-route.ts'

/** Null when the source is taken. IPv6 has no such check in the kernel (only rpfilter rules). */
export function checkSource(namespace: NamespaceModel, arriving: RouteQuery, recorder: Recorder): Reason | null {
  const link = arriving.incomingLink
  const { source } = arriving
  if (arriving.family === 6 || link === null || source === null) return null
  const mode = reversePathMode(namespace, link)
  const acceptsLocal = anyOf(namespace, link, 'accept_local')
  const back = lookupRoute(
    namespace,
    {
      ...arriving,
      destination: source,
      source: arriving.destination,
      mark: namespace.sysctl(`net.ipv4.conf.${link}.src_valid_mark`) === '1' ? arriving.mark : 0,
      sourcePort: arriving.destinationPort,
      destinationPort: arriving.sourcePort,
    },
    recorder,
  )
  recorder.read(namespace.sysctlFact(`net.ipv4.conf.${link}.rp_filter`))
  if (back.kind === 'local' && !acceptsLocal) return { kind: 'martian-source', address: source, link }
  if (mode === 0) return null
  const failed: Reason = {
    kind: 'reverse-path-filter',
    link,
    source,
    mode: mode === 1 ? 'strict' : 'loose',
    sysctl: strictestFact(namespace, link),
    wayBack: back.kind === 'found' ? back.hop.link : null,
  }
  if (back.kind === 'found') {
    const byThisLink = back.hop.link === link || back.route.nextHops.some((hop) => hop.link === link)
    if (byThisLink) return null
    const linkHasAddress = namespace.links.get(link)?.addresses.some((entry) => entry.family === 4) ?? false
    return mode === 1 || !linkHasAddress ? failed : null
  }
  if (back.kind === 'local') return null
  // What is blocked or broadcast on the way back is no unicast route: EINVAL, whatever the mode says.
  return back.kind === 'none' ? failed : { kind: 'martian-source', address: source, link }
}

/** 0 off, 1 strict, 2 loose: the larger of `all` and the link's own counts (IN_DEV_RPFILTER). */
function reversePathMode(namespace: NamespaceModel, link: string): number {
  const all = Number(namespace.sysctl('net.ipv4.conf.all.rp_filter') ?? 0)
  const own = Number(namespace.sysctl(`net.ipv4.conf.${link}.rp_filter`) ?? 0)
  return Math.max(all, own)
}

function strictestFact(namespace: NamespaceModel, link: string): string {
  const all = Number(namespace.sysctl('net.ipv4.conf.all.rp_filter') ?? 0)
  const own = Number(namespace.sysctl(`net.ipv4.conf.${link}.rp_filter`) ?? 0)
  return namespace.sysctlFact(`net.ipv4.conf.${own >= all ? link : 'all'}.rp_filter`)
}

function anyOf(namespace: NamespaceModel, link: string, name: string): boolean {
  return ['all', link].some((scope) => namespace.sysctl(`net.ipv4.conf.${scope}.${name}`) === '1')
}
