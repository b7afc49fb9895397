// Prepares, once for a snapshot, what resolving names looks up: Services and slices by name, the files, the measured answers.
import type { NameQuery } from '../../model/measurement.ts'
import type { NameFiles } from '../../model/name-files.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  type ServiceObject,
  serviceObjects,
} from '../services/service-objects.ts'
import { bareName } from './bare-name.ts'

export interface Names {
  readonly clusterDomain: string
  readonly files: NameFiles
  /** By `name.namespace`. */
  readonly services: ReadonlyMap<string, ServiceObject>
  readonly slices: ReadonlyMap<string, readonly EndpointsObject[]>
  /** Null when the snapshot holds no Namespace object: then every namespace is taken to be there. */
  readonly namespaces: ReadonlySet<string> | null
  readonly podAddresses: ReadonlySet<string>
  /** Addresses under which cluster DNS is asked. */
  readonly clusterDns: ReadonlySet<string>
  /** Nameservers that the cluster DNS's own pods have in /etc/resolv.conf. */
  readonly upstreams: ReadonlySet<string>
  /** What servers answered, by `name type`. */
  readonly measured: ReadonlyMap<string, readonly NameQuery[]>
}

export function compileNames(snapshot: Snapshot, files: NameFiles): Names {
  const services = serviceObjects(snapshot)
  const dnsServices = services.filter(isClusterDns)
  const dnsPods = snapshot.kubernetes.filter(
    (object) => object.kind === 'Pod' && object.metadata.labels?.['k8s-app'] === 'kube-dns',
  )
  const spaces = snapshot.kubernetes.filter((object) => object.kind === 'Namespace')
  const dnsNamespaces = dnsPods.map(({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`)
  return {
    clusterDomain: bareName(snapshot.clusterDomain),
    files,
    services: new Map(services.map((service) => [`${service.name}.${service.namespace}`, service] as const)),
    slices: slicesByService(snapshot),
    namespaces: spaces.length === 0 ? null : new Set(spaces.map((space) => space.metadata.name)),
    podAddresses: new Set(snapshot.kubernetes.filter((object) => object.kind === 'Pod').flatMap(podAddresses)),
    clusterDns: new Set([...dnsServices.flatMap((service) => service.clusterIps), ...dnsPods.flatMap(podAddresses)]),
    upstreams: new Set(dnsNamespaces.flatMap((name) => files.resolvConf.get(name)?.nameservers ?? [])),
    measured: measuredAnswers(snapshot),
  }
}

/** kubeadm, kind, k3s and minikube all call it kube-dns and label it; Helm's chart keeps the label. */
function isClusterDns({ object, namespace, name }: ServiceObject): boolean {
  return object.metadata.labels?.['k8s-app'] === 'kube-dns' || (namespace === 'kube-system' && name === 'kube-dns')
}

function slicesByService(snapshot: Snapshot): Map<string, EndpointsObject[]> {
  const slices = new Map<string, EndpointsObject[]>()
  for (const slice of endpointsObjects(snapshot)) {
    if (slice.kind !== 'EndpointSlice' || slice.service === null) continue
    const key = `${slice.service}.${slice.namespace}`
    slices.set(key, [...(slices.get(key) ?? []), slice])
  }
  return slices
}

function podAddresses(pod: { readonly [field: string]: unknown }): string[] {
  const { podIP, podIPs } = (pod.status ?? {}) as { podIP?: string; podIPs?: readonly { ip?: string }[] }
  return [podIP, ...(podIPs ?? []).map((entry) => entry.ip)].filter((address) => address !== undefined)
}

function measuredAnswers(snapshot: Snapshot): Map<string, NameQuery[]> {
  const measured = new Map<string, NameQuery[]>()
  for (const query of snapshot.nameMeasurements.flatMap((measurement) => measurement.queries)) {
    const key = `${bareName(query.query)} ${query.type}`
    measured.set(key, [...(measured.get(key) ?? []), query])
  }
  return measured
}
