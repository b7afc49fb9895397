// The network file of a cluster on this very machine: for root, who can enter every namespace with the machine's own tools.
import { access } from 'node:fs/promises'
import { pathInNode, readSandboxes } from '../../collect/sandboxes/read-sandboxes.ts'
import type { NamespaceEntry, NetworkFile } from '../../model/network-file.ts'
import type { DockerFacts } from '../../model/snapshot.ts'
import { numberOf, objectOf, textOf } from '../../parse/json-value.ts'
import type { MatchedNodes } from './match-nodes.ts'
import { otherContainers } from './other-containers.ts'

/** Without the objects; nodes that are no running containers here are left out. */
export async function rootNetworkFile(matched: MatchedNodes, docker: DockerFacts): Promise<NetworkFile> {
  const pids = new Map(
    docker.containers.map((one) => [textOf(one, 'Id'), numberOf(objectOf(one, 'State'), 'Pid') ?? 0] as const),
  )
  const nodes = await Promise.all(
    matched.nodes.map(({ name, container }) => {
      const pid = pids.get(container) ?? 0
      return pid === 0 ? [] : nodeEntries(name, pid)
    }),
  )
  const others = otherContainers(docker, matched).map(({ name, pid }) => entry({ name, role: 'container', pid }))
  const host = entry({
    ...{ name: 'host', role: 'host', path: '/proc/self/ns/net', resolvConf: '/etc/resolv.conf', hosts: '/etc/hosts' },
  })
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    ...{ clusterDomain: '', podCidrs: [], serviceCidrs: [] },
    namespaces: [host, ...others, ...nodes.flat()],
    ...{ kubernetes: [], docker: null },
  }
}

async function nodeEntries(name: string, pid: number): Promise<NamespaceEntry[]> {
  const [resolvConf, hosts, sandboxes] = await Promise.all([
    existing(`/proc/${pid}/root/etc/resolv.conf`),
    existing(`/proc/${pid}/root/etc/hosts`),
    readSandboxes(pid),
  ])
  const pods = await Promise.all(
    sandboxes.map(async (pod) => {
      const path = pod.netns && (await existing(pathInNode(pid, pod.netns)))
      if (!path) return null
      const file = async (inside: string | null) => inside && existing(pathInNode(pid, inside))
      return entry({
        name: `${pod.namespace}/${pod.name}`,
        role: 'pod',
        node: name,
        path,
        resolvConf: await file(pod.resolvConf),
        hosts: await file(pod.hosts),
      })
    }),
  )
  // A pod that is being replaced has two records for a moment.
  const byName = new Map(pods.flatMap((pod) => (pod ? [[pod.name, pod] as const] : [])))
  return [entry({ name, role: 'node', pid, resolvConf, hosts }), ...byName.values()]
}

async function existing(path: string): Promise<string | null> {
  return access(path).then(
    () => path,
    () => null,
  )
}

function entry(parts: Pick<NamespaceEntry, 'name' | 'role'> & Partial<NamespaceEntry>): NamespaceEntry {
  return { ...{ node: null, path: null, pid: null, resolvConf: null, hosts: null }, ...parts }
}
