// Writes a new lab's state directory: its scripts, its namespaces' files, its objects and its network file.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { labDirectory } from '../lab-directory.ts'
import { manifestsFile, writeManifests } from '../manifests-file.ts'
import { type ServerCommand, zoneFile } from '../processes/server-command.ts'
import type { Topology } from '../topologies/topology.ts'
import { fileName, pauseScript, renderCables, renderFirstProcess, renderNamespace } from './render-setup.ts'

/** What must be there before the first process starts. */
export async function writeSetup(name: string, topology: Topology, servers: readonly ServerCommand[]): Promise<void> {
  const state = labDirectory(name)
  await mkdir(state, { mode: 0o700 })
  await mkdir(join(state, 'setup'))
  await mkdir(join(state, 'namespaces'))
  await Promise.all([
    writeFile(join(state, 'setup', 'first-process.sh'), renderFirstProcess(topology, state)),
    writeFile(join(state, 'setup', 'pause'), pauseScript, { mode: 0o755 }),
    writeFile(join(state, 'setup', 'cables'), renderCables(topology)),
    writeFile(join(state, 'docker.json'), `${JSON.stringify(topology.docker, null, 2)}\n`),
    writeFile(zoneFile(name), `${JSON.stringify(topology.upstreamDns.zone, null, 2)}\n`),
    writeManifests(name, topology.objects),
    ...topology.namespaces.map(async (namespace) => {
      const files = join(state, 'namespaces', fileName(namespace.name))
      await mkdir(files)
      await writeFile(join(files, 'resolv.conf'), namespace.resolvConf)
      await writeFile(join(files, 'hosts'), namespace.hosts)
      const own = servers.filter((server) => server.namespace === namespace.name)
      await writeFile(join(state, 'setup', `${fileName(namespace.name)}.sh`), renderNamespace(namespace, state, own))
    }),
  ])
}

/** @param pids of the namespaces' holders. */
export async function writeNetworkFile(
  name: string,
  topology: Topology,
  pids: ReadonlyMap<string, number>,
): Promise<void> {
  const network = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: topology.clusterDomain,
    podCidrs: topology.podCidrs,
    serviceCidrs: topology.serviceCidrs,
    namespaces: topology.namespaces.map((namespace) => ({
      name: namespace.name,
      role: namespace.role,
      ...(namespace.node === null ? {} : { node: namespace.node }),
      pid: pids.get(namespace.name),
      resolvConf: join('namespaces', fileName(namespace.name), 'resolv.conf'),
      hosts: join('namespaces', fileName(namespace.name), 'hosts'),
    })),
    kubernetes: [manifestsFile],
    docker: 'docker.json',
  }
  await writeFile(join(labDirectory(name), 'network.json'), `${JSON.stringify(network, null, 2)}\n`)
}
