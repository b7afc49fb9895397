// Answers `kubectl get` from the lab's manifests: it has objects and no API server.
import { stringify } from 'yaml'
import type { KubernetesObject } from '../../model/snapshot.ts'

const KINDS: Readonly<Record<string, string>> = {
  service: 'Service',
  services: 'Service',
  svc: 'Service',
  endpointslice: 'EndpointSlice',
  endpointslices: 'EndpointSlice',
  endpoints: 'Endpoints',
  ep: 'Endpoints',
  configmap: 'ConfigMap',
  cm: 'ConfigMap',
  pod: 'Pod',
  pods: 'Pod',
}

/** `kubectl -n shop get endpointslice db-1 -o yaml`, `kubectl get endpointslices -n shop -l KEY=VALUE`. */
export function getObjects(argv: readonly string[], objects: readonly KubernetesObject[]): string {
  const namespace = after(argv, '-n') ?? 'default'
  const selector = after(argv, '-l')
  const verb = argv.indexOf('get')
  const [kindWord = '', nameWord] = argv.slice(verb + 1).filter((word, index, rest) => isPlain(word, rest[index - 1]))
  const [kindPart = '', namePart] = kindWord.split('/')
  const kind = KINDS[kindPart.toLowerCase()] ?? kindPart
  const name = namePart ?? nameWord
  const found = objects.filter(
    ({ kind: other, metadata }) =>
      other === kind &&
      (metadata.namespace ?? 'default') === namespace &&
      (name === undefined || metadata.name === name) &&
      (selector === undefined || matches(metadata.labels ?? {}, selector)),
  )
  if (found.length > 0) return found.map((object) => stringify(object).trimEnd()).join('\n---\n')
  if (name !== undefined) return `Error from server (NotFound): ${kindPart} "${name}" not found`
  return `No resources found in ${namespace} namespace.`
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
