// Which containers the nodes of a cluster are, and what kind of cluster they make up.
import type { DockerFacts, DockerObject, KubernetesObject } from '../../model/snapshot.ts'
import { objectOf, objectsOf, textOf } from '../../parse/json-value.ts'

/** `containers`: nodes are containers here, made by a tool that is not known. `elsewhere`: none of them is one. */
export type Platform = 'kind' | 'k3d' | 'minikube' | 'Docker Desktop' | 'containers' | 'elsewhere'

export interface MatchedNode {
  /** As Kubernetes calls it. */
  readonly name: string
  /** Id of its container; null: none here. */
  readonly container: string | null
  readonly image: string | null
}

export interface MatchedNodes {
  readonly platform: Platform
  readonly nodes: readonly MatchedNode[]
}

/** A container is a node when it bears the node's name and has the node's address: a cluster of the same name may stand elsewhere. */
export function matchNodes(nodes: readonly KubernetesObject[], docker: DockerFacts | null): MatchedNodes {
  const matched = nodes.map((node) => {
    const container = docker?.containers.find((one) => isNamed(one, node.metadata.name) && hasAddressOf(one, node))
    return { node, container: container ?? null }
  })
  const first = matched.find(({ container }) => container !== null)?.container ?? null
  return {
    platform: first ? platformOf(first) : isDockerDesktop(nodes) ? 'Docker Desktop' : 'elsewhere',
    nodes: matched.map(({ node, container }) => ({
      name: node.metadata.name,
      container: container && textOf(container, 'Id'),
      image: container && (textOf(objectOf(container, 'Config'), 'Image') ?? textOf(container, 'Image')),
    })),
  }
}

/** One that makes its nodes where this machine's own tools cannot see them. */
function isDockerDesktop(nodes: readonly KubernetesObject[]): boolean {
  return nodes.some(({ metadata }) => /^(docker-desktop|desktop-(control-plane|worker\d*))$/.test(metadata.name))
}

function platformOf(container: DockerObject): Platform {
  const labels = objectOf(objectOf(container, 'Config'), 'Labels')
  if ('io.x-k8s.kind.cluster' in labels) return 'kind'
  if (labels.app === 'k3d' || 'k3d.cluster' in labels) return 'k3d'
  if ('name.minikube.sigs.k8s.io' in labels) return 'minikube'
  return 'containers'
}

function isNamed(container: DockerObject, name: string): boolean {
  return (
    textOf(container, 'Name')?.replace(/^\//, '') === name || textOf(objectOf(container, 'Config'), 'Hostname') === name
  )
}

function hasAddressOf(container: DockerObject, node: KubernetesObject): boolean {
  const internal = objectsOf(objectOf(node, 'status'), 'addresses')
    .filter((entry) => entry.type === 'InternalIP')
    .map((entry) => textOf(entry, 'address'))
  const networks = objectOf(objectOf(container, 'NetworkSettings'), 'Networks')
  const own = Object.keys(networks).flatMap((name) => {
    const network = objectOf(networks, name)
    return [textOf(network, 'IPAddress'), textOf(network, 'GlobalIPv6Address')]
  })
  // A node that has not started yet has told no address.
  return internal.length === 0 || internal.some((address) => own.includes(address))
}
