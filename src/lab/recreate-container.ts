// Gives container cache another address, as Docker does when it is made anew while another has taken its old one.
import type { DockerFacts, DockerObject } from '../model/snapshot.ts'
import { commands } from './commands.ts'
import type { LabControl } from './fault.ts'

/** The MAC address stays; what the nodes remember of the old address goes, as it does within a minute. */
export async function recreateCache(lab: LabControl, from: string, to: string): Promise<void> {
  await commands('cache', [
    `ip addr del ${from}/16 dev eth0`,
    `ip addr add ${to}/16 brd + dev eth0`,
    'ip route replace default via 172.18.0.1 dev eth0',
  ])(lab)
  for (const namespace of ['host', 'node-1', 'node-2']) {
    for (const address of [from, to]) await lab.run(namespace, ['ip', 'neigh', 'flush', 'to', address])
  }
  const docker = (await lab.readDocker()) as DockerFacts
  await lab.writeDocker(replaceAddress(docker, from, to))
}

/** Everywhere the Engine says it: the container's networks, and the network's containers. */
function replaceAddress(docker: DockerFacts, from: string, to: string): DockerFacts {
  return JSON.parse(
    JSON.stringify(docker, (_, value: unknown) => (typeof value === 'string' ? moved(value, from, to) : value)),
  ) as { networks: DockerObject[]; containers: DockerObject[] }
}

function moved(text: string, from: string, to: string): string {
  return text === from ? to : text === `${from}/16` ? `${to}/16` : text
}
