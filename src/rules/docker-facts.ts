// What the Docker Engine said: which container has an address, which network a bridge belongs to, which ports are published.
import type { DockerObject, Snapshot } from '../model/snapshot.ts'

export interface PublishedPort {
  readonly container: string
  readonly containerPort: number
  readonly protocol: string
  /** Empty or `0.0.0.0`: every address. */
  readonly hostAddress: string
  readonly hostPort: number
}

/** Names of the containers to which Docker gave the address. */
export function containersAt(snapshot: Snapshot, address: string): string[] {
  return containers(snapshot)
    .filter((container) => networksOf(container).some((network) => network.addresses.includes(address)))
    .map(nameOf)
}

/** What Docker gave to every container, one a network and family. */
export function containerAddresses(snapshot: Snapshot): { name: string; network: string; address: string }[] {
  return containers(snapshot).flatMap((container) =>
    networksOf(container).flatMap(({ name, addresses }) =>
      addresses.map((address) => ({ name: nameOf(container), network: name, address })),
    ),
  )
}

/** Name of the Docker network whose subnet holds the address. */
export function networkAt(snapshot: Snapshot, holds: (subnet: string) => boolean): string | null {
  for (const network of snapshot.docker?.networks ?? []) {
    const subnets = list(at(network, 'IPAM', 'Config')).map((entry) => text(at(entry, 'Subnet')))
    if (subnets.some((subnet) => subnet !== '' && holds(subnet))) return text(at(network, 'Name'))
  }
  return null
}

export interface IdleContainer {
  readonly name: string
  /** `exited`, `created`, `dead`, `restarting`. */
  readonly status: string
  readonly exitCode: number | null
  /** Docker networks that it is on when it runs. */
  readonly networks: readonly string[]
  /** Given to it for good (`--ip`), or still on record; Docker forgets the others when it stops. */
  readonly addresses: readonly string[]
}

/** Containers that Docker knows and that do not run. A paused one still answers: its kernel does. */
export function idleContainers(snapshot: Snapshot): IdleContainer[] {
  return containers(snapshot).flatMap((container) => {
    const state = at(container, 'State')
    const status = text(state) || text(at(state, 'Status'))
    if (!idleStates.has(status)) return []
    const code = at(state, 'ExitCode')
    const fixed = Object.values(record(at(container, 'NetworkSettings', 'Networks'))).flatMap((entry) => [
      text(at(entry, 'IPAMConfig', 'IPv4Address')),
      text(at(entry, 'IPAMConfig', 'IPv6Address')),
    ])
    const networks = networksOf(container)
    return [
      {
        name: nameOf(container),
        status,
        exitCode: typeof code === 'number' && status !== 'created' ? code : null,
        networks: networks.map((network) => network.name),
        addresses: [...networks.flatMap((network) => network.addresses), ...fixed].filter((address) => address !== ''),
      },
    ]
  })
}

const idleStates: ReadonlySet<string> = new Set(['exited', 'created', 'dead', 'restarting', 'removing'])

export function publishedPorts(snapshot: Snapshot): PublishedPort[] {
  return containers(snapshot).flatMap((container) => {
    const bindings = at(container, 'HostConfig', 'PortBindings') ?? at(container, 'NetworkSettings', 'Ports')
    return Object.entries(record(bindings)).flatMap(([key, published]) => {
      const [port = '', protocol = 'tcp'] = key.split('/')
      return list(published).map((entry) => ({
        container: nameOf(container),
        containerPort: Number(port),
        protocol,
        hostAddress: text(at(entry, 'HostIp')),
        hostPort: Number(text(at(entry, 'HostPort'))),
      }))
    })
  })
}

export function containers(snapshot: Snapshot): readonly DockerObject[] {
  return snapshot.docker?.containers ?? []
}

/** The Engine writes a container's name with a slash before it. */
export function nameOf(container: DockerObject): string {
  return text(at(container, 'Name')).replace(/^\//, '')
}

export function networksOf(container: DockerObject): { name: string; addresses: string[] }[] {
  return Object.entries(record(at(container, 'NetworkSettings', 'Networks'))).map(([name, entry]) => ({
    name,
    addresses: [text(at(entry, 'IPAddress')), text(at(entry, 'GlobalIPv6Address'))].filter((address) => address !== ''),
  }))
}

export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => record(inner)[key], value)
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
