// Stops and starts containers of the practice network, as `docker stop` and `docker start` do.
import type { DockerFacts, DockerObject } from '../model/snapshot.ts'
import { commands } from './commands.ts'
import type { LabControl } from './fault.ts'
import { containers as addresses } from './topologies/addresses.ts'
import { cache, search } from './topologies/containers.ts'
import { docker as original } from './topologies/docker.ts'

import { listeners } from './topologies/listeners.ts'

const containers = { cache, search } as const
type Name = keyof typeof containers

/** Its servers and its addresses go. The Engine keeps what a stopped container publishes, and forgets its addresses. */
export async function stopContainer(lab: LabControl, name: Name, exitCode: number): Promise<void> {
  for (const server of listeners) if (server.namespace === name) await lab.stopListener(server.name)
  await commands(name, ['ip link set eth0 down', 'ip addr flush dev eth0'])(lab)
  await forget(lab, name)
  const docker = (await lab.readDocker()) as DockerFacts
  await lab.writeDocker({
    networks: docker.networks.map((network) => withoutMember(network, name)),
    containers: docker.containers.map((container) =>
      container.Name === `/${name}` ? stopped(container, exitCode) : container,
    ),
  })
}

export async function startContainer(lab: LabControl, name: Name): Promise<void> {
  await commands(name, ['ip addr flush dev eth0', ...containers[name].ip.map((line) => `ip ${line}`)])(lab)
  for (const server of listeners) if (server.namespace === name) await lab.startListener(server)
  await forget(lab, name)
  await lab.writeDocker(original)
}

/** What the others remember of its addresses goes, as it does within a minute. */
async function forget(lab: LabControl, name: Name): Promise<void> {
  for (const namespace of ['host', 'node-1', 'node-2'])
    for (const address of Object.values(addresses[name]))
      await lab.run(namespace, ['ip', 'neigh', 'flush', 'to', address])
}

function withoutMember(network: DockerObject, name: string): DockerObject {
  const members = Object.entries(network.Containers as Readonly<Record<string, { readonly Name: string }>>)
  return { ...network, Containers: Object.fromEntries(members.filter(([, member]) => member.Name !== name)) }
}

/** As Engine 20.10 inspects one. */
function stopped(container: DockerObject, exitCode: number): DockerObject {
  const settings = container.NetworkSettings as { readonly Networks: Readonly<Record<string, object>> }
  const nowhere = {
    Gateway: '',
    IPAddress: '',
    IPPrefixLen: 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: '',
  }
  const networks = Object.entries(settings.Networks).map(([network, entry]) => [network, { ...entry, ...nowhere }])
  return {
    ...container,
    State: { Status: 'exited', Running: false, Paused: false, Restarting: false, ExitCode: exitCode },
    NetworkSettings: { ...settings, Ports: {}, Networks: Object.fromEntries(networks) },
  }
}
