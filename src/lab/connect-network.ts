// Connects container search to Docker network kind as well, as `docker network connect kind search` does, and takes it off again.
import type { DockerFacts, DockerObject } from '../model/snapshot.ts'
import { commands } from './commands.ts'
import type { LabControl } from './fault.ts'

const link = 'veth-search-k'

/** Not made from the address, as Engines before 28 do: container cache keeps the one that was. */
const macAddress = '02:42:ac:12:00:28'

export async function connectSearch(lab: LabControl, address: string): Promise<void> {
  await commands('host', [
    `ip link add ${link} type veth peer name eth1 netns search`,
    `ip link set ${link} master br-kind up`,
  ])(lab)
  await commands('search', [`ip link set eth1 address ${macAddress} up`, `ip addr add ${address}/16 brd + dev eth1`])(
    lab,
  )
  await untilForwarding(lab)
  for (const namespace of ['host', 'node-1', 'node-2'])
    await lab.run(namespace, ['ip', 'neigh', 'flush', 'to', address])
  const docker = (await lab.readDocker()) as DockerFacts
  await lab.writeDocker(connected(docker, address))
}

/** What the Engine says is the caller's to put back. */
export async function disconnectSearch(lab: LabControl, address: string): Promise<void> {
  await commands('host', [`ip link del ${link}`])(lab)
  for (const namespace of ['host', 'node-1', 'node-2'])
    await lab.run(namespace, ['ip', 'neigh', 'flush', 'to', address])
}

/** The kernel opens a port some time after its other end came up (net/core/link_watch.c). */
async function untilForwarding(lab: LabControl): Promise<void> {
  await lab.run('host', [
    'sh',
    '-c',
    `while bridge link show dev ${link} | grep -q 'state disabled'; do sleep 0.02; done`,
  ])
}

function connected({ networks, containers }: DockerFacts, address: string): DockerFacts {
  const member = {
    Name: 'search',
    MacAddress: macAddress,
    IPv4Address: `${address}/16`,
    IPv6Address: '',
  }
  return {
    networks: networks.map((network) =>
      network.Name === 'kind'
        ? { ...network, Containers: { ...(network.Containers as object), search: member } }
        : network,
    ),
    containers: containers.map((container) => (container.Name === '/search' ? onKind(container, address) : container)),
  }
}

function onKind(container: DockerObject, address: string): DockerObject {
  const settings = container.NetworkSettings as { readonly Networks: object }
  const entry = {
    Gateway: '172.18.0.1',
    IPAddress: address,
    IPPrefixLen: 16,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: macAddress,
    Aliases: ['search'],
    DNSNames: ['search'],
  }
  return { ...container, NetworkSettings: { ...settings, Networks: { ...settings.Networks, kind: entry } } }
}
