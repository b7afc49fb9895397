// Reads the arguments and blocks of CoreDNS's plugins.
import { isIP } from 'node:net'
import type { CorefilePlugin } from '../../model/name-files.ts'
import { normalName, type Rcode } from './dns-answer.ts'
import type { CacheLimits, CacheOptions } from './plugins/cache.ts'
import type { HostsOptions } from './plugins/hosts.ts'
import type { KubernetesOptions } from './plugins/kubernetes.ts'
import type { RewriteOptions } from './plugins/rewrite.ts'
import type { TemplateOptions } from './plugins/template.ts'

export function kubernetesOptions(plugin: CorefilePlugin, keys: readonly string[]): KubernetesOptions {
  allowProperties(plugin, ['pods', 'ttl', 'fallthrough', 'namespaces', 'ignore', 'endpoint', 'tls', 'kubeconfig'])
  const [pods = 'disabled'] = wordsAfter(plugin, 'pods') ?? []
  return {
    zones: zonesOr(plugin.arguments, keys),
    ttl: Number(wordsAfter(plugin, 'ttl')?.[0] ?? 5),
    pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled',
    fallthrough: fallthroughOf(plugin),
    namespaces: wordsAfter(plugin, 'namespaces') ?? [],
    ignoreEmptyService: wordsAfter(plugin, 'ignore')?.[0] === 'empty_service',
  }
}

/** plugin/cache/setup.go: `cache [TTL] [ZONES…]`, at most an hour for answers and half an hour for denials, at least 5 s. */
export function cacheOptions(plugin: CorefilePlugin, keys: readonly string[]): CacheOptions {
  allowProperties(plugin, ['success', 'denial', 'disable', 'servfail', 'prefetch'])
  const [first, ...rest] = plugin.arguments
  const hasTtl = first !== undefined && /^\d+$/.test(first)
  const limits = (kind: 'success' | 'denial', otherwise: number): CacheLimits => {
    const [, most = hasTtl ? first : otherwise, least = 5] = wordsAfter(plugin, kind) ?? []
    const disabled = plugin.properties.find(([name, which]) => name === 'disable' && which === kind)
    const except = disabled ? zonesOr(disabled.slice(2), ['']) : []
    return { mostSeconds: Number(most), leastSeconds: Number(least), except }
  }
  return {
    zones: zonesOr(hasTtl ? rest : plugin.arguments, keys),
    success: limits('success', 3600),
    denial: limits('denial', 1800),
    failureSeconds: Number.parseInt(wordsAfter(plugin, 'servfail')?.[0] ?? '5', 10),
  }
}

/** plugin/hosts/setup.go. A file as first argument is not read here: this network's cluster DNS has none. */
export function hostsOptions(plugin: CorefilePlugin, keys: readonly string[]): HostsOptions {
  const zones = plugin.arguments[0]?.startsWith('/') ? plugin.arguments.slice(1) : plugin.arguments
  const entries = plugin.properties
    .filter(([address = '']) => isIP(address) !== 0)
    .map(([address = '', ...names]) => ({ address, names }))
  return {
    zones: zonesOr(zones, keys),
    entries,
    ttl: Number(wordsAfter(plugin, 'ttl')?.[0] ?? 3600),
    fallthrough: fallthroughOf(plugin),
  }
}

export function rewriteOptions(plugin: CorefilePlugin): RewriteOptions {
  const words = plugin.arguments.filter((word, index) => index > 0 || (word !== 'stop' && word !== 'continue'))
  const matches = ['exact', 'prefix', 'suffix', 'substring'] as const
  const match = matches.find((candidate) => candidate === words[1])
  const [from, to, ...rest] = words.slice(match ? 2 : 1)
  if (words[0] !== 'name' || from === undefined || to === undefined || words[1] === 'regex') {
    throw new Error(`Corefile: rewrite ${plugin.arguments.join(' ')} is not understood here`)
  }
  const answerAsAsked = (match ?? 'exact') === 'exact' || rest.join(' ') === 'answer auto'
  return { match: match ?? 'exact', from: normalName(from), to: normalName(to), answerAsAsked }
}

export function templateOptions(plugin: CorefilePlugin, keys: readonly string[]): TemplateOptions {
  allowProperties(plugin, ['match', 'answer', 'rcode', 'fallthrough'])
  const [, type = 'ANY', ...zones] = plugin.arguments
  const patterns = plugin.properties.filter(([name]) => name === 'match').flatMap(([, ...patterns]) => patterns)
  return {
    type: type.toUpperCase(),
    zones: zonesOr(zones, keys),
    patterns: (patterns.length === 0 ? ['.*'] : patterns).map((pattern) => new RegExp(pattern)),
    answers: plugin.properties.filter(([name]) => name === 'answer').map(([, ...words]) => words.join(' ')),
    rcode: (wordsAfter(plugin, 'rcode')?.[0] ?? 'NOERROR') as Rcode,
    fallthrough: fallthroughOf(plugin),
  }
}

function wordsAfter(plugin: CorefilePlugin, property: string): readonly string[] | undefined {
  return plugin.properties.find(([name]) => name === property)?.slice(1)
}

/** Without zones it holds for every name. */
function fallthroughOf(plugin: CorefilePlugin): readonly string[] {
  const zones = wordsAfter(plugin, 'fallthrough')
  return zones === undefined ? [] : zonesOr(zones, [''])
}

function zonesOr(zones: readonly string[], otherwise: readonly string[]): readonly string[] {
  return zones.length === 0 ? otherwise : zones.map(normalName)
}

function allowProperties(plugin: CorefilePlugin, known: readonly string[]): void {
  const unknown = plugin.properties.map(([name = '']) => name).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`Corefile: plugin/${plugin.name}: unknown property '${unknown}'`)
}
