// Answers `kubectl get` from the lab's manifests: it has objects and no API server.
import { stringify } from 'yaml'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { objectCells } from './object-cells.ts'

const kinds: Readonly<Record<string, string>> = {
  service: 'Service',
  services: 'Service',
  svc: 'Service',
  endpointslice: 'EndpointSlice',
  endpointslices: 'EndpointSlice',
  endpoints: 'Endpoints',
  ep: 'Endpoints',
  configmap: 'ConfigMap',
  configmaps: 'ConfigMap',
  cm: 'ConfigMap',
  pod: 'Pod',
  pods: 'Pod',
}

/** `kubectl -n shop get endpointslices db-1 -o yaml`, `kubectl -n shop get services,endpointslices -l KEY=VALUE --show-labels`. */
export function getObjects(argv: readonly string[], objects: readonly KubernetesObject[]): string {
  const everywhere = argv.includes('-A')
  const namespace = after(argv, '-n') ?? 'default'
  const selector = after(argv, '-l')
  const words = argv.slice(argv.indexOf('get') + 1)
  const [kindWord = '', nameWord] = words.filter((word, index) => isPlain(word, words[index - 1]))
  const [kindList = '', namePart] = kindWord.split('/')
  const name = namePart ?? nameWord
  const wanted = kindList.split(',').map((word) => kinds[word.toLowerCase()] ?? word)
  const found = wanted.map((kind) =>
    objects.filter(
      ({ kind: other, metadata }) =>
        other === kind &&
        (everywhere || (metadata.namespace ?? 'default') === namespace) &&
        (name === undefined || metadata.name === name) &&
        (selector === undefined || matches(metadata.labels ?? {}, selector)),
    ),
  )
  if (found.flat().length === 0) {
    return name === undefined
      ? `No resources found${everywhere ? '' : ` in ${namespace} namespace`}.`
      : `Error from server (NotFound): ${kindList} "${name}" not found`
  }
  const output = after(argv, '-o') ?? ''
  if (output.startsWith('jsonpath='))
    return found
      .flat()
      .map((object) => fieldOf(object, output))
      .join(' ')
  if (output === 'yaml') return found.flat().map(yamlOf).join('\n---\n')
  const labels = argv.includes('--show-labels')
  const tables = found.filter((group) => group.length > 0)
  return tables.map((group) => table(group, { labels, everywhere, prefix: wanted.length > 1 })).join('\n\n')
}

/** `jsonpath={.spec.externalName}`: one field by its way from the top. */
function fieldOf(object: KubernetesObject, jsonpath: string): string {
  const way = jsonpath.replace(/^jsonpath=\{\.?|\}$/g, '').split('.')
  const value = way.reduce<unknown>(
    (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
    object,
  )
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

function yamlOf(object: KubernetesObject): string {
  return stringify(object).trimEnd()
}

interface Shown {
  readonly labels: boolean
  readonly everywhere: boolean
  readonly prefix: boolean
}

function table(group: readonly KubernetesObject[], show: Shown): string {
  const rows = group.map((object) => {
    const name = show.prefix ? `${object.kind.toLowerCase()}/${object.metadata.name}` : object.metadata.name
    const place: [string, string][] = show.everywhere ? [['NAMESPACE', object.metadata.namespace ?? 'default']] : []
    const cells: [string, string][] = [...place, ['NAME', name], ...objectCells(object)]
    return show.labels ? [...cells, ['LABELS', labelText(object.metadata.labels ?? {})] as const] : cells
  })
  const lines = [(rows[0] ?? []).map(([title]) => title), ...rows.map((row) => row.map(([, cell]) => cell))]
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

/** Neither an option nor an option's value. */
function isPlain(word: string, before: string | undefined): boolean {
  return !word.startsWith('-') && !['-n', '-l', '-o'].includes(before ?? '')
}

function after(argv: readonly string[], option: string): string | undefined {
  const index = argv.indexOf(option)
  return index < 0 ? undefined : argv[index + 1]
}

function matches(labels: Readonly<Record<string, string>>, selector: string): boolean {
  return selector.split(',').every((part) => {
    const [key = '', value] = part.split('=')
    return value === undefined ? key in labels : labels[key] === value
  })
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  return text.length > 0 ? text.join(',') : '<none>'
}
