// Builds CoreDNS's chain of plugins from a Corefile; what this server has no plugin for is an error, as an unknown one is there.
import { isIP } from 'node:net'
import type { Corefile, CorefilePlugin } from '../../model/name-files.ts'
import type { ClusterRecords } from './cluster-records.ts'
import { giveUp, type Handler, normalName, type Plugin, zoneOf } from './dns-answer.ts'
import type { Server } from './exchange.ts'
import { cacheOptions, hostsOptions, kubernetesOptions, rewriteOptions, templateOptions } from './plugin-options.ts'
import { cachePlugin } from './plugins/cache.ts'
import { forwardPlugin } from './plugins/forward.ts'
import { hostsPlugin } from './plugins/hosts.ts'
import { kubernetesPlugin } from './plugins/kubernetes.ts'
import { rewritePlugin } from './plugins/rewrite.ts'
import { templatePlugin } from './plugins/template.ts'

export interface ChainSources {
  readonly records: () => ClusterRecords
  /** The nameservers of the file that `forward . /etc/resolv.conf` names. */
  readonly nameserversIn: (path: string) => readonly string[]
  /** A clock that never goes back. */
  readonly nowMs: () => number
  readonly log: (line: string) => void
}

/** CoreDNS runs its plugins in the order of plugin.cfg, whatever the Corefile's order. */
const order = ['loadbalance', 'rewrite', 'cache', 'template', 'hosts', 'kubernetes', 'forward']

/** They change no answer that a client could tell from another here. `import`: files that are not there. */
const withoutEffect = [
  'bufsize',
  'debug',
  'errors',
  'health',
  'import',
  'log',
  'loop',
  'pprof',
  'prometheus',
  'ready',
  'reload',
]

export function pluginChain(corefile: Corefile, sources: ChainSources): Handler {
  const servers = corefile.servers.flatMap((server) => {
    const keys = server.keys.map(zoneOfKey)
    const lookup: Handler = (question) => handle(question)
    const known = server.plugins.filter((plugin) => !withoutEffect.includes(plugin.name))
    const plugins = known
      .toSorted((first, second) => order.indexOf(first.name) - order.indexOf(second.name))
      .map((plugin) => buildPlugin(plugin, keys, sources, lookup))
    const chain = plugins.reduceRight<Handler>(
      (next, plugin) => plugin(next),
      async () => giveUp('REFUSED'),
    )
    return keys.map((zone) => ({ zone, chain }))
  })
  const zones = servers.map((server) => server.zone)
  const handle: Handler = async (question) => {
    const zone = zoneOf(question.name, zones)
    const server = servers.find((candidate) => candidate.zone === zone)
    return server ? server.chain(question) : giveUp('REFUSED')
  }
  return handle
}

function buildPlugin(plugin: CorefilePlugin, keys: readonly string[], sources: ChainSources, lookup: Handler): Plugin {
  switch (plugin.name) {
    case 'loadbalance':
      return loadbalancePlugin()
    case 'rewrite':
      return rewritePlugin(rewriteOptions(plugin))
    case 'cache':
      return cachePlugin(cacheOptions(plugin, keys), sources.nowMs)
    case 'template':
      return templatePlugin(templateOptions(plugin, keys))
    case 'hosts':
      return hostsPlugin(hostsOptions(plugin, keys))
    case 'kubernetes':
      return kubernetesPlugin(kubernetesOptions(plugin, keys), { records: sources.records, lookup })
    case 'forward': {
      const [from = '.', ...to] = plugin.arguments
      const except = plugin.properties.filter(([name]) => name === 'except').flatMap(([, ...zones]) => zones)
      const servers = to.flatMap((target) => serversOf(target, sources))
      return forwardPlugin({ zones: [normalName(from)], except: except.map(normalName), servers }, sources.log)
    }
    default:
      throw new Error(`Corefile: Unknown directive '${plugin.name}'`)
  }
}

/** plugin/loadbalance, round_robin: addresses in turn. */
function loadbalancePlugin(): Plugin {
  let turn = 0
  return (next) => async (question) => {
    const answer = await next(question)
    const isAddress = (type: string) => type === 'A' || type === 'AAAA'
    const addresses = answer.answers.filter((record) => isAddress(record.type))
    const start = addresses.length === 0 ? 0 : turn++ % addresses.length
    const others = answer.answers.filter((record) => !isAddress(record.type))
    return { ...answer, answers: [...others, ...addresses.slice(start), ...addresses.slice(0, start)] }
  }
}

/** `.:53`, `dns://example.org:1053` → the zone. */
function zoneOfKey(key: string): string {
  return normalName(key.replace(/^dns:\/\//, '').replace(/:\d+$/, ''))
}

function serversOf(target: string, sources: ChainSources): Server[] {
  if (target.startsWith('/')) {
    return sources.nameserversIn(target).map((address) => ({ address, port: 53 }))
  }
  const plain = target.replace(/^dns:\/\//, '')
  if (isIP(plain) !== 0) return [{ address: plain, port: 53 }]
  const [, address = '', port = '53'] = /^\[?([^\]]+)\]?:(\d+)$/.exec(plain) ?? []
  if (isIP(address) === 0) throw new Error(`Corefile: not an IP address or file: "${target}"`)
  return [{ address, port: Number(port) }]
}
