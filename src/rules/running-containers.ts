// Containers that run: where they are, which ports they have and which of them Docker publishes.
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import { at, containers, list, nameOf, networksOf, record, text } from './docker-facts.ts'

export interface RunningContainer {
  readonly name: string
  readonly addresses: readonly { readonly network: string; readonly address: string }[]
  /** `5432/tcp`, those that its image names and nobody publishes included; where they are published now. */
  readonly ports: ReadonlyMap<string, readonly { readonly address: string; readonly port: number }[]>
}

/** With a network namespace of their own; kind's nodes left out. */
export function runningContainers(snapshot: Snapshot): RunningContainer[] {
  return containers(snapshot).flatMap((container) => {
    const mode = text(at(container, 'HostConfig', 'NetworkMode'))
    const labels = record(at(container, 'Config', 'Labels'))
    const isNode = 'io.x-k8s.kind.cluster' in labels || labels.app === 'k3d' || 'name.minikube.sigs.k8s.io' in labels
    const isRunning = at(container, 'State', 'Running') === true || at(container, 'State', 'Status') === 'running'
    if (!isRunning || isNode || mode === 'host' || mode.startsWith('container:')) return []
    const exposed = Object.keys(record(at(container, 'Config', 'ExposedPorts'))).map((key) => [key, null] as const)
    const given = [...exposed, ...Object.entries(record(at(container, 'NetworkSettings', 'Ports')))]
    return [
      {
        name: nameOf(container),
        addresses: networksOf(container).flatMap(({ name, addresses }) =>
          addresses.map((address) => ({ network: name, address })),
        ),
        ports: new Map(
          given.map(([key, published]) => [
            key,
            list(published).map((entry) => ({
              address: text(at(entry, 'HostIp')),
              port: Number(text(at(entry, 'HostPort'))),
            })),
          ]),
        ),
      },
    ]
  })
}

/** A port that an image names may be served or not: where the container's sockets were read, they tell. */
export function servesPort(
  snapshot: Snapshot,
  { name, ports }: RunningContainer,
  port: number,
  protocol: string,
): boolean {
  const namespace = findNamespace(snapshot, name)
  if (namespace?.role !== 'container' || namespace.unread.some(({ what }) => what === 'sockets'))
    return ports.has(`${port}/${protocol}`)
  return portSockets(snapshot, { name }, port, protocol).length > 0
}

/** Of the container itself, where its namespace was read. */
export function portSockets(
  snapshot: Snapshot,
  { name }: { readonly name: string },
  port: number,
  protocol: string,
): string[] {
  const namespace = findNamespace(snapshot, name)
  return namespace?.role !== 'container'
    ? []
    : namespace.sockets
        .filter(
          (one) => one.port === port && one.protocol === protocol && (one.state === 'LISTEN' || one.state === 'UNCONN'),
        )
        .map(({ text }) => text)
}

/** RFC 3339; empty when the Engine did not say. */
export function startedAt(snapshot: Snapshot, name: string): string {
  const found = containers(snapshot).find((container) => nameOf(container) === name)
  return text(at(found, 'State', 'StartedAt'))
}
