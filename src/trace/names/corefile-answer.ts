// What cluster DNS should answer: its Corefile's plugins one after another, as far as they are understood.
import type { ExpectedAnswer } from '../../model/connection.ts'
import type { Corefile, CorefilePlugin } from '../../model/name-files.ts'
import type { FactId } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'
import { bareName, isInZone } from './bare-name.ts'
import { type AnswerRecord, clusterAnswer, type KubernetesZone } from './cluster-answer.ts'
import type { Names } from './compile-names.ts'
import { upstreamAnswer } from './upstream-answer.ts'

export interface Answered {
  readonly rcode: ExpectedAnswer['rcode']
  readonly records: readonly AnswerRecord[]
  readonly facts: readonly FactId[]
}

export type DnsAnswer = Answered | { readonly undetermined: string }

interface Question {
  readonly name: string
  readonly type: 'A' | 'AAAA'
}

/** A plugin's answer, or that the next one is asked, perhaps for another name. */
type Turn = DnsAnswer | 'next' | { readonly rewritten: Question }

const corefileFact: FactId = '#object/ConfigMap/kube-system/coredns'

/** CoreDNS runs its plugins in the order of plugin.cfg, not of the Corefile. */
const order = ['rewrite', 'template', 'hosts', 'kubernetes', 'forward']
const withoutEffect = new Set(
  'bufsize cache debug errors health import log loadbalance loop minimal pprof prometheus ready reload'.split(' '),
)

export function clusterDnsAnswer(names: Names, question: Question): DnsAnswer {
  const { corefile } = names.files
  if (corefile !== null && 'unreadable' in corefile) return { undetermined: corefile.unreadable }
  return answerOf(names, pluginsFor(corefile ?? usualCorefile(names), question.name), question)
}

/** Without the ConfigMap: the cluster's domain from the objects, every other name from upstream. */
function usualCorefile({ clusterDomain }: Names): Corefile {
  const plugin = (name: string, words: readonly string[]): CorefilePlugin => ({
    name,
    arguments: words,
    properties: [],
  })
  return {
    servers: [{ keys: ['.'], plugins: [plugin('kubernetes', [clusterDomain]), plugin('forward', ['.', 'upstream'])] }],
  }
}

/** The server block with the longest matching zone; its zones stand in for those that a plugin does not name. */
function pluginsFor(corefile: Corefile, name: string): readonly CorefilePlugin[] | null {
  const servers = corefile.servers.flatMap((server) =>
    server.keys.map((key) => ({ zone: bareName(key.replace(/^dns:\/\//, '').replace(/:\d+$/, '')), server })),
  )
  const best = servers
    .filter(({ zone }) => isInZone(name, zone))
    .toSorted((first, second) => second.zone.length - first.zone.length)[0]
  return best?.server.plugins.map((plugin) => withZones(plugin, best.zone)) ?? null
}

function withZones(plugin: CorefilePlugin, zone: string): CorefilePlugin {
  const hasZones = plugin.name !== 'kubernetes' || plugin.arguments.length > 0
  return hasZones ? plugin : { ...plugin, arguments: [zone] }
}

function answerOf(names: Names, plugins: readonly CorefilePlugin[] | null, question: Question): DnsAnswer {
  if (plugins === null) return { rcode: 'REFUSED', records: [], facts: [corefileFact] }
  const unknown = plugins.find(({ name }) => !withoutEffect.has(name) && !order.includes(name))
  if (unknown) return { undetermined: `plugin ${unknown.name} of the Corefile is not understood` }
  const inOrder = order.flatMap((name) => plugins.filter((plugin) => plugin.name === name))
  let asked = question
  for (const plugin of inOrder) {
    const turn = turnOf(names, plugin, asked)
    if (turn === 'next') continue
    if (!('rewritten' in turn)) return renamed(turn, asked.name, question.name)
    asked = turn.rewritten
  }
  return { rcode: 'REFUSED', records: [], facts: [corefileFact] }
}

function turnOf(names: Names, plugin: CorefilePlugin, question: Question): Turn {
  switch (plugin.name) {
    case 'rewrite':
      return rewriteTurn(plugin, question)
    case 'template':
      return { undetermined: 'plugin template of the Corefile is not understood' }
    case 'hosts':
      return hostsTurn(plugin, question)
    case 'kubernetes':
      return kubernetesTurn(names, plugin, question)
    default:
      return forwardTurn(names, plugin, question)
  }
}

function rewriteTurn(plugin: CorefilePlugin, question: Question): Turn {
  const words = plugin.arguments.filter((word, index) => index > 0 || (word !== 'stop' && word !== 'continue'))
  const [field, ...rest] = words[1] === 'exact' ? words.toSpliced(1, 1) : words
  const [from, to] = rest
  if (field !== 'name' || rest.length !== 2 || from === undefined || to === undefined) {
    return { undetermined: `rewrite ${plugin.arguments.join(' ')} in the Corefile is not understood` }
  }
  return bareName(from) === question.name ? { rewritten: { ...question, name: bareName(to) } } : 'next'
}

/** plugin/hosts/hosts.go: without fallthrough every other name gets SERVFAIL. */
function hostsTurn(plugin: CorefilePlugin, question: Question): Turn {
  const [file, ...zones] = plugin.arguments[0]?.startsWith('/') ? plugin.arguments : [null, ...plugin.arguments]
  if (file !== null) return { undetermined: `the hosts file ${file} of cluster DNS was not read` }
  if (zones.length > 0 && !zones.some((zone) => isInZone(question.name, bareName(zone ?? '')))) return 'next'
  const addresses = plugin.properties.flatMap(([text = '', ...hosts]) => {
    const address = parseAddress(text)
    return address && hosts.some((host) => bareName(host) === question.name) ? [address] : []
  })
  if (addresses.length === 0) {
    return fallsThrough(plugin, question.name) ? 'next' : { rcode: 'SERVFAIL', records: [], facts: [corefileFact] }
  }
  const records = addresses
    .filter((address) => address.family === (question.type === 'A' ? 4 : 6))
    .map((address): AnswerRecord => ({ ...question, data: address.text }))
  return { rcode: 'NOERROR', records, facts: [corefileFact] }
}

function kubernetesTurn(names: Names, plugin: CorefilePlugin, question: Question): Turn {
  const zones = plugin.arguments.map(bareName).filter((zone) => isInZone(question.name, zone))
  const [zone] = zones.toSorted((first, second) => second.length - first.length)
  if (zone === undefined) return 'next'
  const pods = propertyOf(plugin, 'pods')?.[0]
  const kubernetes: KubernetesZone = {
    zone,
    pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled',
    namespaces: propertyOf(plugin, 'namespaces') ?? [],
    ignoreEmptyService: propertyOf(plugin, 'ignore')?.[0] === 'empty_service',
  }
  const selective = plugin.properties.find(([name]) => name === 'labels' || name === 'namespace_labels')
  if (selective) return { undetermined: `${selective.join(' ')} of plugin kubernetes is not understood` }
  const answer = clusterAnswer(names, kubernetes, question.name, question.type)
  switch (answer.kind) {
    case 'no-such-name':
      return fallsThrough(plugin, question.name) ? 'next' : { rcode: 'NXDOMAIN', records: [], facts: answer.facts }
    case 'no-data':
      return { rcode: 'NOERROR', records: [], facts: answer.facts }
    case 'records':
      return { rcode: 'NOERROR', records: answer.records, facts: answer.facts }
    case 'alias': {
      // The whole server is asked again; the alias stands whatever comes of it.
      const behind = clusterDnsAnswer(names, { name: answer.target, type: question.type })
      if ('undetermined' in behind) return behind
      return {
        rcode: 'NOERROR',
        records: [...answer.records, ...behind.records],
        facts: [...answer.facts, ...behind.facts],
      }
    }
    default:
      return answer satisfies never
  }
}

function forwardTurn(names: Names, plugin: CorefilePlugin, question: Question): Turn {
  const [from = '.'] = plugin.arguments
  const except = propertyOf(plugin, 'except') ?? []
  const isExcepted = except.some((zone) => isInZone(question.name, bareName(zone)))
  if (isExcepted || !isInZone(question.name, bareName(from))) return 'next'
  return upstreamAnswer(names, question)
}

function fallsThrough(plugin: CorefilePlugin, name: string): boolean {
  const zones = propertyOf(plugin, 'fallthrough')
  return zones !== undefined && (zones.length === 0 || zones.some((zone) => isInZone(name, bareName(zone))))
}

function propertyOf(plugin: CorefilePlugin, name: string): readonly string[] | undefined {
  return plugin.properties.find(([word]) => word === name)?.slice(1)
}

/** What rewrite asked for under another name is answered under the asked one. */
function renamed(answer: DnsAnswer, from: string, to: string): DnsAnswer {
  if (from === to || 'undetermined' in answer) return answer
  return {
    ...answer,
    records: answer.records.map((record) => (record.name === from ? { ...record, name: to } : record)),
  }
}
