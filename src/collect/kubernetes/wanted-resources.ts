// The objects that are read of a cluster: what is listed, what is asked for by name; the rights that a reader needs follow from it.

export interface WantedResource {
  /** Empty for the core group. */
  readonly apiGroup: string
  readonly version: string
  readonly resource: string
  readonly verb: 'get' | 'list'
  /** For get: the one namespace and the names. */
  readonly objects: { readonly namespace: string; readonly names: readonly string[] } | null
  /** Null for what lives in no namespace. */
  readonly namespaced: boolean
}

export const wantedResources: readonly WantedResource[] = [
  cluster('', 'v1', 'namespaces'),
  cluster('', 'v1', 'nodes'),
  listed('', 'v1', 'services'),
  listed('', 'v1', 'endpoints'),
  listed('discovery.k8s.io', 'v1', 'endpointslices'),
  listed('', 'v1', 'pods'),
  listed('networking.k8s.io', 'v1', 'networkpolicies'),
  // Kubernetes 1.33 and newer.
  cluster('networking.k8s.io', 'v1', 'servicecidrs'),
  named('', 'v1', 'configmaps', ['coredns', 'coredns-custom', 'kube-proxy', 'kubeadm-config']),
  named('apps', 'v1', 'deployments', ['coredns']),
]

/** A rule of a ClusterRole. */
export interface AccessRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}

/** The least that lets everything above be read; no Secret, and of the ConfigMaps those that are named. */
export function accessRules(resources: readonly WantedResource[] = wantedResources): AccessRule[] {
  return resources.map(({ apiGroup, resource, verb, objects }) => ({
    apiGroups: [apiGroup],
    resources: [resource],
    ...(objects === null ? {} : { resourceNames: objects.names }),
    verbs: [verb],
  }))
}

function listed(apiGroup: string, version: string, resource: string): WantedResource {
  return { apiGroup, version, resource, verb: 'list', objects: null, namespaced: true }
}

function cluster(apiGroup: string, version: string, resource: string): WantedResource {
  return { ...listed(apiGroup, version, resource), namespaced: false }
}

/** In kube-system, where cluster DNS and kubeadm keep what they are set to. */
function named(apiGroup: string, version: string, resource: string, names: readonly string[]): WantedResource {
  const objects = { namespace: 'kube-system', names }
  return { ...listed(apiGroup, version, resource), verb: 'get', objects }
}
