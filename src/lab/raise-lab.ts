// Raises a practice network: writes its state, starts its first process, waits until every part has reported.
import { rm } from 'node:fs/promises'
import { UsageError } from '../model/errors.ts'
import type { ListenerSpec } from './fault.ts'
import { withProxyRules } from './kube-proxy/sync-rules.ts'
import { labDirectory, labNetworkFile } from './lab-directory.ts'
import { withLabLock } from './lab-lock.ts'
import { type LabRecord, writeLab } from './lab-record.ts'
import { again, labStatus } from './lab-status.ts'
import { bootId, knownProcess } from './process-table.ts'
import {
  clusterDnsCommand,
  listenerCommand,
  type ServerCommand,
  upstreamDnsCommand,
} from './processes/server-command.ts'
import { checkTools } from './setup/check-tools.ts'
import { endAnchor, type FirstProcess, release, startFirstProcess } from './setup/start-first-process.ts'
import { writeNetworkFile, writeSetup } from './setup/write-state.ts'
import { removeLab } from './take-down-lab.ts'
import { type CniBridge, defaultTopology } from './topologies/default-topology.ts'
import type { Topology } from './topologies/topology.ts'

export interface RaiseOptions {
  /** Default `default`. */
  readonly name?: string
  /** What the first node's CNI bridge is called. Default `cni0`. */
  readonly bridge?: CniBridge
  /** Aborted: what was begun is undone, and the signal's reason thrown. */
  readonly signal?: AbortSignal
}

export interface RaisedLab {
  readonly name: string
  readonly networkFile: string
  readonly namespaces: readonly string[]
}

export async function raiseLab(options: RaiseOptions = {}): Promise<RaisedLab> {
  const name = options.name ?? 'default'
  labDirectory(name)
  await checkTools()
  return withLabLock(name, async () => {
    await makeRoom(name)
    const bridge = options.bridge ?? 'cni0'
    const plain = defaultTopology(bridge)
    const topology = {
      ...plain,
      namespaces: plain.namespaces.map((namespace) => withProxyRules(namespace, plain.objects)),
    }
    await raise(name, bridge, topology, options.signal ?? new AbortController().signal)
    return {
      name,
      networkFile: labNetworkFile(name),
      namespaces: topology.namespaces.map((namespace) => namespace.name),
    }
  })
}

/** What is left of a dead lab goes; a live one stays. */
async function makeRoom(name: string): Promise<void> {
  const status = await labStatus(name)
  const option = name === 'default' ? '' : ` --name ${name}`
  if (status.state === 'up') {
    throw new UsageError(
      `The lab ${name} is up already (${status.networkFile}). Take it down first: fairlead lab down${option}`,
    )
  }
  if (status.state === 'half-dead') {
    const dead = status.parts.filter((part) => !part.alive).map((part) => `${part.kind} ${part.name}`)
    throw new UsageError(`The lab ${name} is half dead: ${dead.join(', ')} ended. ${again(name)}`)
  }
  await removeLab(name)
}

async function raise(name: string, bridge: CniBridge, topology: Topology, signal: AbortSignal): Promise<void> {
  const interrupted = withSignals(signal)
  let started: FirstProcess | null = null
  try {
    await writeSetup(name, topology, serverCommands(name, topology))
    started = await startFirstProcess(name, expectedReports(topology), interrupted.signal)
    await writeNetworkFile(name, topology, holders(topology, started))
    await writeLab(await makeRecord(name, bridge, topology, started))
    interrupted.signal.throwIfAborted()
    release(started.anchor)
  } catch (error) {
    if (started !== null) await endAnchor(started.anchor)
    await rm(labDirectory(name), { recursive: true, force: true })
    throw error
  } finally {
    interrupted.stop()
  }
}

/** DNS first: it takes the longest to start. */
function serverCommands(name: string, topology: Topology): ServerCommand[] {
  return [
    clusterDnsCommand(name, topology.clusterDns.namespace),
    upstreamDnsCommand(name, topology.upstreamDns),
    ...topology.listeners.map(listenerCommand),
  ]
}

function expectedReports(topology: Topology): string[] {
  return [
    ...topology.namespaces.flatMap((namespace) => [`holder ${namespace.name}`, `done ${namespace.name}`]),
    ...topology.listeners.map((listener) => `listener ${listener.name}`),
    'dns cluster',
    'dns upstream',
  ]
}

function holders(topology: Topology, started: FirstProcess): Map<string, number> {
  return new Map(
    topology.namespaces.map((namespace) => [namespace.name, reported(started, `holder ${namespace.name}`)]),
  )
}

async function makeRecord(
  name: string,
  bridge: CniBridge,
  topology: Topology,
  started: FirstProcess,
): Promise<LabRecord> {
  return {
    name,
    bridge,
    bootId: await bootId(),
    userNamespace: started.userNamespace,
    anchor: await knownProcess(started.anchor.pid ?? 0),
    first: await knownProcess(reported(started, 'started -')),
    namespaces: await Promise.all(
      topology.namespaces.map(async (namespace) => ({
        name: namespace.name,
        role: namespace.role,
        node: namespace.node,
        holder: await knownProcess(reported(started, `holder ${namespace.name}`)),
      })),
    ),
    listeners: await Promise.all(
      topology.listeners.map(async (spec: ListenerSpec) => ({
        spec,
        process: await knownProcess(reported(started, `listener ${spec.name}`)),
      })),
    ),
    dns: [
      {
        name: 'cluster',
        namespace: topology.clusterDns.namespace,
        process: await knownProcess(reported(started, 'dns cluster')),
      },
      {
        name: 'upstream',
        namespace: topology.upstreamDns.namespace,
        process: await knownProcess(reported(started, 'dns upstream')),
      },
    ],
    faults: [],
  }
}

function reported(started: FirstProcess, what: string): number {
  const pid = started.pids.get(what)
  if (pid === undefined) throw new Error(`the lab never reported: ${what}`)
  return pid
}

/** Ctrl-C, a closed terminal or a polite kill while the lab comes up: nothing of it may be left behind. */
function withSignals(outer: AbortSignal): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController()
  const abort = (signal: NodeJS.Signals) => controller.abort(new Error(`interrupted by ${signal}`))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, abort)
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    stop: () => {
      for (const signal of signals) process.off(signal, abort)
    },
  }
}
