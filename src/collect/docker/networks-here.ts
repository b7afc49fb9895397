// Whether this process stands where the Engine's networks are, and sees the processes of its containers.
import { readFile } from 'node:fs/promises'
import type { DockerFacts, DockerObject } from '../../model/snapshot.ts'
import { numberOf, objectOf, objectsOf, textOf } from '../../parse/json-value.ts'
import type { Engine } from './engine.ts'

export interface NetworksHere {
  /** The Engine's containers run on this kernel. */
  readonly sameHost: boolean
  /** The bridges of its networks are in our own network namespace. */
  readonly sameNamespace: boolean
  /** The pids that it names are those that we see. */
  readonly pidsVisible: boolean
}

/** `docker`: what engine.inspect() gave just now, to spare asking again. Throws CannotLookError when the Engine cannot be asked. */
export async function networksHere(engine: Engine, docker?: DockerFacts, signal?: AbortSignal): Promise<NetworksHere> {
  if (!engine.isLocal || process.platform !== 'linux')
    return { sameHost: false, sameNamespace: false, pidsVisible: false }
  const facts = docker ?? (await engine.inspect(signal))
  const [pidsVisible, sameNamespace] = await Promise.all([seesProcesses(facts), hasBridges(facts)])
  return { sameHost: pidsVisible || sameNamespace, sameNamespace, pidsVisible }
}

/** A pid alone proves nothing: another process may have it here. Its control group, or what is mounted in it, names the container. */
async function seesProcesses({ containers }: DockerFacts): Promise<boolean> {
  for (const container of containers) {
    const pid = numberOf(objectOf(container, 'State'), 'Pid') ?? 0
    const id = textOf(container, 'Id') ?? ''
    if (pid === 0 || id === '') continue
    const files = await Promise.all(['cgroup', 'mountinfo'].map((file) => readIfAllowed(`/proc/${pid}/${file}`)))
    // One that has just ended says nothing of the others.
    if (files.some((text) => text.includes(id))) return true
  }
  return false
}

/** By name and by address: docker0 is called the same everywhere. /proc/net is of our own namespace, whatever /sys was mounted in. */
async function hasBridges({ networks }: DockerFacts): Promise<boolean> {
  const bridges = networks.filter((network) => textOf(network, 'Driver') === 'bridge')
  const [devices, addresses] = await Promise.all([
    readIfAllowed('/proc/self/net/dev'),
    readIfAllowed('/proc/self/net/fib_trie'),
  ])
  const names = new Set(devices.split('\n').map((line) => line.split(':')[0]?.trim()))
  const local = new Set([...addresses.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g)].map(([, address]) => address))
  const isGatewayHere = (network: DockerObject): boolean =>
    objectsOf(objectOf(network, 'IPAM'), 'Config').some((config) => local.has(textOf(config, 'Gateway') ?? ''))
  // The bridge of an isolated network has no address.
  return bridges.every((network) => names.has(bridgeOf(network))) && bridges.some(isGatewayHere)
}

/** libnetwork names a bridge by the first twelve digits of its network (drivers/bridge: getDefaultBridgeName); podman says the name. */
function bridgeOf(network: DockerObject): string {
  const options = objectOf(network, 'Options')
  const named = textOf(options, 'com.docker.network.bridge.name') ?? textOf(network, 'NetworkInterface')
  return named ?? `br-${(textOf(network, 'Id') ?? '').slice(0, 12)}`
}

function readIfAllowed(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
