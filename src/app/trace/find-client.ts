// Finds the namespace that FROM names: a pod, a pod of a Deployment, a node, or any namespace of the network.
import { UsageError } from '../../model/errors.ts'
import type { Namespace } from '../../model/namespace.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { KubernetesObject, Snapshot } from '../../model/snapshot.ts'

/** `space`: the Kubernetes namespace of `-n`. Throws UsageError. */
export function findClient(snapshot: Snapshot, from: string, space: string): Namespace {
  const slash = from.indexOf('/')
  const kind = slash < 0 ? '' : from.slice(0, slash)
  const name = from.slice(slash + 1)
  if (name === '') throw wrongForm(from)
  switch (kind) {
    case 'pod':
    case 'pods':
    case 'po':
      return findPod(snapshot, name, space)
    case 'deploy':
    case 'deployment':
    case 'deployments':
      return findPodOfDeployment(snapshot, name, space)
    case 'node':
    case 'nodes':
      return findNode(snapshot, name)
    case 'netns':
      return findNamed(snapshot, name)
    default:
      throw wrongForm(from)
  }
}

function wrongForm(from: string): UsageError {
  return new UsageError(
    `FROM is ${JSON.stringify(from)}; expected pod/NAME, deploy/NAME, node/NAME or netns/NAME, as in pod/web.`,
  )
}

function findPod(snapshot: Snapshot, name: string, space: string): Namespace {
  const pods = snapshot.namespaces.filter((namespace) => namespace.role === 'pod')
  const found = pods.find((pod) => pod.name === `${space}/${name}`)
  if (found) return found
  const elsewhere = pods.filter((pod) => pod.name.endsWith(`/${name}`)).map((pod) => pod.name)
  const here = pods.filter((pod) => pod.name.startsWith(`${space}/`)).map((pod) => pod.name.slice(space.length + 1))
  const [otherSpace] = elsewhere[0]?.split('/') ?? []
  if (otherSpace !== undefined) {
    throw new UsageError(
      `There is no pod ${name} in namespace ${space}; ${elsewhere.join(', ')} is there. Add: -n ${otherSpace}`,
    )
  }
  const all = pods.map((pod) => pod.name)
  const hint =
    offer(nearestNames(name, here)) ??
    offer(nearestNames(`${space}/${name}`, all).map((pod) => writtenIn(pod, space))) ??
    ` Pods of this network: ${all.join(', ') || 'none'}.`
  throw new UsageError(`There is no pod ${name} in namespace ${space}.${hint}`)
}

/** As `pod/NAME` takes it, with the namespace where it is another. */
function writtenIn(pod: string, space: string): string {
  const [podSpace = '', name = pod] = pod.split('/')
  return podSpace === space ? name : `${name} -n ${podSpace}`
}

function findPodOfDeployment(snapshot: Snapshot, name: string, space: string): Namespace {
  const deployments = deploymentsOf(snapshot, space)
  const names = deployments.get(name)
  if (!names) {
    const known = [...deployments.keys()]
    const hint = offer(nearestNames(name, known)) ?? ` Deployments there: ${known.join(', ') || 'none'}.`
    throw new UsageError(`There is no Deployment ${name} in namespace ${space}.${hint}`)
  }
  const pod = snapshot.namespaces.find((namespace) => namespace.role === 'pod' && names.includes(namespace.name))
  if (pod) return pod
  throw new UsageError(
    `Deployment ${space}/${name} has no pod in this network (${names.length === 0 ? 'no pod matches its selector' : `${names.join(', ')} was not read`}). Name one: pod/NAME`,
  )
}

/** Pods by Deployment: by its own selector, and by what a pod says of its maker, for which nobody needs the right to read Deployments. */
function deploymentsOf(snapshot: Snapshot, space: string): Map<string, string[]> {
  const here = snapshot.kubernetes.filter((object) => spaceOf(object) === space)
  const deployments = new Map(
    here.filter(({ kind }) => kind === 'Deployment').map((one) => [one.metadata.name, podsOf(snapshot, one)] as const),
  )
  for (const pod of here.filter(({ kind }) => kind === 'Pod')) {
    const name = deploymentOf(pod)
    if (name === null) continue
    const known = deployments.get(name) ?? []
    const full = `${space}/${pod.metadata.name}`
    if (!known.includes(full)) deployments.set(name, [...known, full])
  }
  return deployments
}

/** A Deployment names its ReplicaSets after itself and the hash that their pods bear as a label (pod-template-hash). */
function deploymentOf(pod: KubernetesObject): string | null {
  const owners = pod.metadata.ownerReferences
  const owner = (Array.isArray(owners) ? owners : []).find((one: { kind?: string }) => one.kind === 'ReplicaSet')
  const hash = pod.metadata.labels?.['pod-template-hash']
  const replicaSet: unknown = owner?.name
  if (typeof replicaSet !== 'string' || hash === undefined || !replicaSet.endsWith(`-${hash}`)) return null
  return replicaSet.slice(0, -hash.length - 1)
}

function podsOf(snapshot: Snapshot, deployment: KubernetesObject): string[] {
  const spec = deployment.spec as { selector?: { matchLabels?: Readonly<Record<string, string>> } } | undefined
  const wanted = Object.entries(spec?.selector?.matchLabels ?? {})
  if (wanted.length === 0) return []
  return snapshot.kubernetes
    .filter((object) => object.kind === 'Pod' && spaceOf(object) === spaceOf(deployment))
    .filter((pod) => wanted.every(([label, value]) => pod.metadata.labels?.[label] === value))
    .map((pod) => `${spaceOf(pod)}/${pod.metadata.name}`)
}

function findNode(snapshot: Snapshot, name: string): Namespace {
  const nodes = snapshot.namespaces.filter((namespace) => namespace.role === 'node')
  const found = nodes.find((node) => node.name === name)
  if (found) return found
  const known = nodes.map((node) => node.name)
  throw new UsageError(
    `There is no node ${name}.${offer(nearestNames(name, known)) ?? ` Nodes of this network: ${known.join(', ') || 'none'}.`}`,
  )
}

function findNamed(snapshot: Snapshot, name: string): Namespace {
  const found = snapshot.namespaces.find((namespace) => namespace.name === name)
  if (found) return found
  const known = snapshot.namespaces.map((namespace) => namespace.name)
  throw new UsageError(
    `There is no namespace ${name} in this network.${offer(nearestNames(name, known)) ?? ` It has: ${known.join(', ')}.`}`,
  )
}

function spaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? 'default'
}

function offer(names: readonly string[]): string | null {
  return names.length === 0 ? null : ` Did you mean ${names.join(' or ')}?`
}
