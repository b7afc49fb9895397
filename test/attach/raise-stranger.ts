// Raises a stranger's network and writes the network file by which Fairlead is shown it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { labProcessFile } from '../../src/lab/processes/lab-process-file.ts'
import type { KubernetesObject } from '../../src/model/snapshot.ts'
import type { PlannedCommand, PlannedListener } from '../oracle/network-plan.ts'
import { buildNetwork } from '../oracle/real-network.ts'
import { baseCommands, type HostKind, listeners, namespaces, pods, run, shortName } from './stranger-network.ts'
import * as objects from './stranger-objects.ts'
import type { StrangerService } from './stranger-services.ts'

export interface StrangerPlan {
  readonly host?: HostKind
  /** Run last, when all else stands. */
  readonly commands?: readonly PlannedCommand[]
  readonly services?: (healthy: readonly StrangerService[]) => readonly StrangerService[]
  /** Objects that kube-proxy and cluster DNS are told of as well. */
  readonly objects?: (written: KubernetesObject[]) => KubernetesObject[]
  readonly listeners?: (healthy: readonly PlannedListener[]) => readonly PlannedListener[]
  readonly docker?: (healthy: typeof objects.docker) => unknown
  /** No resolv.conf is told, and no DNS server runs. */
  readonly withoutNames?: boolean
  /** Namespaces that the network file leaves out. */
  readonly without?: readonly string[]
}

export interface Stranger {
  /** Path of the network file. */
  readonly path: string
  takeDown(): Promise<void>
}

export async function raiseStranger(plan: StrangerPlan): Promise<Stranger> {
  const folder = await mkdtemp(join(tmpdir(), 'fairlead-stranger-'))
  const services = (plan.services ?? ((healthy) => healthy))(objects.services)
  const written = (plan.objects ?? ((same) => same))(objects.clusterObjects(services))
  const file = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text)
  await Promise.all([
    file('cluster.yaml', written.map((object) => stringify(object)).join('---\n')),
    file('docker.json', JSON.stringify((plan.docker ?? ((same) => same))(objects.docker))),
    file('zone.json', JSON.stringify(objects.upstreamZone)),
    file('node-resolv.conf', 'nameserver 192.168.228.1\n'),
    ...Object.keys(pods).map((name) => file(`${shortName(name)}.resolv.conf`, resolvConf(name))),
    file('hosts', '127.0.0.1 localhost\n'),
  ])
  const real = await buildNetwork({
    seed: 0,
    namespaces,
    commands: [
      ...baseCommands(plan.host ?? 'firewalld', [...objects.dnsServices, ...services]),
      ...(plan.withoutNames ? [] : dnsServers(folder)),
      ...(plan.commands ?? []),
    ],
    listeners: (plan.listeners ?? ((same) => same))(listeners),
    flows: [],
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  const fullNames = new Map(Object.keys(pods).map((name) => [shortName(name), name] as const))
  const path = join(folder, 'network.json')
  const network = {
    clusterDomain: objects.clusterDomain,
    podCidrs: ['10.42.0.0/16', 'fd42:42::/56'],
    serviceCidrs: ['10.43.0.0/16', 'fd43::/112'],
    namespaces: real.file.namespaces
      .map(({ name, role, node, pid }) => {
        const files = plan.withoutNames || role !== 'pod' ? {} : { resolvConf: `${name}.resolv.conf`, hosts: 'hosts' }
        return { name: fullNames.get(name) ?? name, role, node, pid, ...files }
      })
      .filter(({ name }) => !plan.without?.includes(name)),
    kubernetes: ['cluster.yaml'],
    docker: 'docker.json',
  }
  await file('network.json', JSON.stringify(network))
  return {
    path,
    takeDown: async () => {
      await real.takeDown()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function resolvConf(pod: string): string {
  if (pod.startsWith('kube-system/')) return 'nameserver 192.168.228.1\n'
  const [space] = pod.split('/')
  const { clusterDomain, dnsAddress } = objects
  return `search ${space}.svc.${clusterDomain} svc.${clusterDomain} ${clusterDomain}\nnameserver ${dnsAddress}\noptions ndots:5\n`
}

function dnsServers(folder: string): PlannedCommand[] {
  const at = (name: string): string => join(folder, name)
  return [
    server('box', 'upstream-dns', { zone: at('zone.json'), addresses: ['192.168.228.1'] }, at('upstream.ready')),
    server(
      'coredns-x7',
      'cluster-dns',
      { manifests: at('cluster.yaml'), resolvConf: at('node-resolv.conf'), control: at('dns.sock') },
      at('cluster.ready'),
    ),
  ]
}

/** A server of the lab's own program; it says on descriptor 3 that it is ready. */
export function server(namespace: string, role: string, options: unknown, ready: string): PlannedCommand {
  return run(
    namespace,
    `'${process.execPath}' '${labProcessFile}' ${role} '${JSON.stringify(options)}' 3>${ready} >/dev/null & until [ -s ${ready} ]; do sleep 0.05; done`,
  )
}
