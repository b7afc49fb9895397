// Parses the OCI configurations that containerd keeps of a node's containers: which network namespace is which pod's.
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from './json-value.ts'

export interface Sandbox {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** Path of its network namespace inside the node; null: it stands in the node's own (hostNetwork). */
  readonly netns: string | null
  /** Inside the node, as the pod's containers get them; null where no container tells. */
  readonly resolvConf: string | null
  readonly hosts: string | null
}

/** `configs`: the texts of config.json. Source: containerd pkg/cri/annotations/annotations.go. */
export function parseSandboxes(configs: readonly string[]): Sandbox[] {
  const all = configs.map(parseConfig).filter((config) => config !== null)
  const kind = (config: JsonObject): string | null => annotation(config, 'container-type')
  const containers = all.filter((config) => kind(config) === 'container')
  return all
    .filter((config) => kind(config) === 'sandbox')
    .map((config) => {
      const id = annotation(config, 'sandbox-id')
      const own = [config, ...containers.filter((container) => annotation(container, 'sandbox-id') === id)]
      return {
        namespace: annotation(config, 'sandbox-namespace') ?? '',
        name: annotation(config, 'sandbox-name') ?? '',
        uid: annotation(config, 'sandbox-uid') ?? '',
        netns: netnsOf(config),
        resolvConf: mountAt(own, '/etc/resolv.conf'),
        hosts: mountAt(own, '/etc/hosts'),
      }
    })
    .filter(({ name }) => name !== '')
    .sort((one, other) => (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1))
}

function parseConfig(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Half written: the container is only just being made.
    return null
  }
}

function annotation(config: JsonObject, name: string): string | null {
  return textOf(objectOf(config, 'annotations'), `io.kubernetes.cri.${name}`)
}

function netnsOf(config: JsonObject): string | null {
  const namespace = objectsOf(objectOf(config, 'linux'), 'namespaces').find((one) => one.type === 'network')
  return namespace ? textOf(namespace, 'path') : null
}

function mountAt(configs: readonly JsonObject[], destination: string): string | null {
  const mounts = configs.flatMap((config) => objectsOf(config, 'mounts'))
  const mount = mounts.find((one) => one.destination === destination)
  return mount ? textOf(mount, 'source') : null
}
