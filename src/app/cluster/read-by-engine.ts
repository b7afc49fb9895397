// Reads the nodes by one command inside each, and the host and other containers through short-lived containers of the node's own image.
import { HOST_CAPABILITIES } from '../../collect/docker/container/host-capabilities.ts'
import type { Engine, HelperOptions } from '../../collect/docker/engine.ts'
import { type NodeReading, readNode } from '../../collect/nodes/read-node.ts'
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import { CannotLookError } from '../../model/errors.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { DockerFacts, Gap } from '../../model/snapshot.ts'
import { joinPeers } from '../../parse/join-peers.ts'
import { parseNamespace } from '../../parse/parse-namespace.ts'
import type { CollectOptions } from '../live-network.ts'
import type { MatchedNodes } from './match-nodes.ts'
import type { ClusterNetworkChoice } from './open-cluster-network.ts'
import { otherContainers } from './other-containers.ts'

export interface ReadNode {
  readonly name: string
  readonly run: RunElsewhere
  readonly reading: NodeReading
}

export interface ReadByEngine {
  readonly nodes: readonly ReadNode[]
  readonly namespaces: readonly Namespace[]
  readonly gaps: readonly Gap[]
}

export async function readByEngine(
  engine: Engine,
  matched: MatchedNodes,
  docker: DockerFacts,
  options: CollectOptions & ClusterNetworkChoice,
): Promise<ReadByEngine> {
  const [nodes, host] = await Promise.all([
    readNodes(engine, matched, options.signal),
    readHost(engine, matched, docker, options),
  ])
  const namespaces = nodes.read.flatMap(({ reading }) => reading.namespaces.map(parseNamespace))
  return {
    nodes: nodes.read,
    namespaces: joinPeers([...host.namespaces, ...namespaces]),
    gaps: [...nodes.gaps, ...host.gaps],
  }
}

async function readNodes(
  engine: Engine,
  { nodes }: MatchedNodes,
  signal: AbortSignal,
): Promise<{ readonly read: readonly ReadNode[]; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const read = await Promise.all(
    nodes.map(async ({ name, container }) => {
      if (container === null) return null
      const run = engine.runIn(container, { privileged: true })
      try {
        return { name, run, reading: await readNode(run, { name }, { signal }) }
      } catch (error) {
        if (!(error instanceof CannotLookError)) throw error
        gaps.push({ kind: 'node', name, why: error.message, settles: 'the way of packets from its pods' })
        return null
      }
    }),
  )
  return { read: read.filter((node) => node !== null), gaps }
}

interface ReadHost {
  readonly namespaces: readonly Namespace[]
  readonly gaps: readonly Gap[]
}

async function readHost(
  engine: Engine,
  matched: MatchedNodes,
  docker: DockerFacts,
  options: CollectOptions & ClusterNetworkChoice,
): Promise<ReadHost> {
  const image = matched.nodes.find((node) => node.image !== null)?.image
  if (!image) return { namespaces: [], gaps: [] }
  if (!(await mayHelp(image, options))) {
    return withoutHost(`it takes root, or --host-helper=yes (a short-lived container of ${image} that only reads)`)
  }
  const { signal } = options
  try {
    const read = (name: string, role: 'host' | 'container', where: Pick<HelperOptions, 'network' | 'pid'>) =>
      readThrough(engine, { image, capabilities: HOST_CAPABILITIES, signal, ...where }, name, role)
    const namespaces = await Promise.all([
      read('host', 'host', { network: 'host', pid: 'host' }),
      ...otherContainers(docker, matched).map(({ id, name }) =>
        read(name, 'container', { network: `container:${id}`, pid: `container:${id}` }),
      ),
    ])
    return { namespaces, gaps: [] }
  } catch (error) {
    if (!(error instanceof CannotLookError)) throw error
    return withoutHost(error.message)
  }
}

async function readThrough(
  engine: Engine,
  options: HelperOptions,
  name: string,
  role: 'host' | 'container',
): Promise<Namespace> {
  const helper = await engine.runHelper(options)
  try {
    const { namespaces } = await readNode(helper.run, { name }, { signal: options.signal })
    const [own] = namespaces
    if (!own) throw new CannotLookError(`The namespace of ${name} could not be read: nothing came back.`)
    // What the helper itself has there is the image's, not the host's.
    const files = { resolvConf: { text: null, error: null }, hosts: { text: null, error: null } }
    return parseNamespace({ ...own, ...files, role, node: null })
  } finally {
    await helper.close()
  }
}

/** What it would settle: said where the host stays unread. */
function withoutHost(why: string): ReadHost {
  const settles = "the host's firewall, its routes, and which of its servers listens where"
  return { namespaces: [], gaps: [{ kind: 'host', name: 'host', why, settles }] }
}

async function mayHelp(
  image: string,
  { hostHelper, confirm, progress }: CollectOptions & ClusterNetworkChoice,
): Promise<boolean> {
  if (hostHelper !== 'ask') return hostHelper === 'yes'
  if (!confirm) return false
  progress.clear()
  return confirm(
    `The host's firewall, routes and sockets can be read through a short-lived container of ${image}, which is here already, in the host's network namespace. It only reads, and is gone afterwards. Start it?`,
  )
}
