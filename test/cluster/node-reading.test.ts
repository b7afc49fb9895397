// A node read by one command inside it against the same node read from this machine as root: the same facts, and every pod by name.
import { release } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { collectNetwork } from '../../src/collect/namespaces/collect-network.ts'
import { type NodeReading, readNode } from '../../src/collect/nodes/read-node.ts'
import type { Namespace } from '../../src/model/namespace.ts'
import type { NetworkFile } from '../../src/model/network-file.ts'
import { joinPeers } from '../../src/parse/join-peers.ts'
import { parseNamespace } from '../../src/parse/parse-namespace.ts'
import { listed, networkFile, type Pod, removePods, startPods } from './node-clients.ts'

const SPACE = 'fairlead-test-nodes'

let engine: Engine
let nodes: string[]
let file: NetworkFile
const readings = new Map<string, NodeReading>()
let ours = new Map<string, Namespace>()
let roots = new Map<string, Namespace>()

beforeAll(async () => {
  engine = await openEngine()
  removePods(SPACE)
  startPods(SPACE, 'registry.k8s.io/pause:3.10.1')
  nodes = listed<Pod>('nodes').map(({ metadata }) => metadata.name)
  file = await networkFile(engine)
  // A link that has just come up tries its addresses first.
  while ((await readAll()).some(isTentative)) await sleep(200)
  const isOfNode = ({ name, node }: { name: string; node: string | null }): boolean => nodes.includes(node ?? name)
  const namespaces = file.namespaces.filter(isOfNode)
  const [snapshot] = await Promise.all([
    collectNetwork({ ...file, namespaces }),
    readAll().then((namespaces) => {
      ours = byName(namespaces)
    }),
  ])
  roots = byName(snapshot.namespaces)
})
afterAll(() => removePods(SPACE))

async function readAll(): Promise<Namespace[]> {
  await Promise.all(nodes.map(async (name) => readings.set(name, await readNode(engine.runIn(name), { name }))))
  return [...readings.values()].flatMap((reading) => reading.namespaces.map(parseNamespace))
}

function isTentative({ links }: Namespace): boolean {
  return links.some(({ addresses }) => addresses.some(({ flags }) => flags.includes('tentative')))
}

function nameOf(pod: { readonly namespace: string; readonly name: string } | Pod): string {
  return 'metadata' in pod ? `${pod.metadata.namespace}/${pod.metadata.name}` : `${pod.namespace}/${pod.name}`
}

function byName(namespaces: readonly Namespace[]): Map<string, Namespace> {
  return new Map(namespaces.map((namespace) => [namespace.name, namespace]))
}

/** Left out, for it changes between two looks: the state of neighbours, and those that come and go by themselves; how many
 *  connections wait for accept(); what the kernel counts and adapts in /proc/sys. And process ids, and the names of processes with
 *  them: inside a container they are others. */
function lasting(namespace: Namespace | undefined): object {
  if (namespace === undefined) throw new Error('it was not read')
  return {
    ...namespace,
    neighbours: namespace.neighbours
      .filter(({ state }) => state === 'permanent' || state === 'noarp')
      .map(({ link, address, macAddress, state }) => `${link} ${address} ${macAddress} ${state}`)
      .sort(),
    sockets: namespace.sockets
      .map(({ processes, text, queue, ...socket }) => JSON.stringify({ ...socket, limit: queue.limit }))
      .sort(),
    sysctls: Object.fromEntries(
      Object.entries(namespace.sysctls).filter(([name]) => !/nf_conntrack_count$|(^|\.)base_reachable_time/.test(name)),
    ),
  }
}

it('gives the same facts of every node and pod', () => {
  expect([...ours.keys()].sort()).toEqual([...roots.keys()].sort())
  expect([...ours.keys()].filter((name) => name.startsWith(`${SPACE}/`))).toHaveLength(nodes.length)
  for (const [name, namespace] of ours) expect(lasting(namespace), name).toEqual(lasting(roots.get(name)))
})

it('finds every pod that runs by its name, and those of the host network', () => {
  const running = listed<Pod>('pods', '-A').filter(({ status }) => status.phase === 'Running')
  for (const [node, { pods, namespaces }] of readings) {
    const expected = running.filter(({ spec }) => spec.nodeName === node)
    const of = (isOnHost: boolean): string[] =>
      expected.filter(({ spec }) => (spec.hostNetwork === true) === isOnHost).map(nameOf)
    expect(pods.filter(({ netns }) => netns === null).map(nameOf)).toEqual(of(true).sort())
    expect(pods.filter(({ netns }) => netns !== null).map(nameOf)).toEqual(of(false).sort())
    expect(namespaces.map(({ name }) => name).sort()).toEqual([node, ...of(false)].sort())
  }
})

it('says what steers and runs the node', () => {
  const proxyModes = [process.env.FAIRLEAD_TEST_PODS === 'vxlan' ? 'nftables' : 'iptables']
  for (const reading of readings.values()) {
    expect(reading).toMatchObject({ runtime: 'containerd', proxyModes, kernelVersion: release() })
  }
})

it('knows what a pod without anything in it would resolve by', () => {
  for (const [node, { namespaces }] of readings) {
    const pod = namespaces.find(({ name }) => name.startsWith(`${SPACE}/`))
    expect(pod?.resolvConf.text).toMatch(
      new RegExp(`^search ${SPACE}\\.svc\\.\\S+ .*\\nnameserver \\S+\\noptions ndots:5\\n$`),
    )
    expect(pod?.hosts.text).toMatch(/^# Kubernetes-managed hosts file\.\n127\.0\.0\.1\tlocalhost\n/)
    expect(namespaces.find(({ name }) => name === node)?.hosts.text).toContain('localhost')
  }
})

it('joins the ends of links: of pods with their node, of nodes with the host', async () => {
  const engineHost = { name: 'host', role: 'host', path: '/proc/self/ns/net' } as const
  const rest = { node: null, pid: null, resolvConf: null, hosts: null }
  const { namespaces } = await collectNetwork({ ...file, namespaces: [{ ...engineHost, ...rest }] })
  const joined = byName(joinPeers([...namespaces, ...ours.values()]))
  for (const [name, { role, node, links }] of joined) {
    const peer = links.find((link) => link.name === 'eth0')?.peer
    if (role === 'node') expect(peer?.namespace, name).toBe('host')
    if (role === 'pod') expect(peer?.namespace, name).toBe(node)
    const back = joined.get(peer?.namespace ?? '')?.links.find(({ index }) => index === peer?.index)
    if (role !== 'host') expect(back?.peer?.namespace, name).toBe(name)
  }
})
