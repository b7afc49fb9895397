// Whether a lab is up, and which of its parts are not: namespaces, listeners, DNS servers, kube-proxy's rules.
import { UsageError } from '../model/errors.ts'
import { syncState } from './kube-proxy/sync-state.ts'
import { labDirectory, labNetworkFile, listLabs } from './lab-directory.ts'
import { findLab, type LabRecord } from './lab-record.ts'
import { bootId, isAlive } from './process-table.ts'

/** up: all parts are there. half-dead: some are not, and `parts` says which. dead: only its state directory is left. */
export type LabState = 'up' | 'half-dead' | 'dead' | 'absent'

export interface LabStatus {
  readonly name: string
  readonly state: LabState
  readonly parts: readonly LabPart[]
  /** Names of the faults that are on. */
  readonly faults: readonly string[]
  readonly networkFile: string
}

export interface LabPart {
  readonly kind: 'namespace' | 'listener' | 'dns' | 'kube-proxy'
  readonly name: string
  readonly alive: boolean
  readonly detail: string
}

export async function labStatus(name: string): Promise<LabStatus> {
  const networkFile = labNetworkFile(name)
  const record = await findLab(name)
  if (record === null) {
    const state = (await listLabs()).includes(name) ? 'dead' : 'absent'
    return { name, state, parts: [], faults: [], networkFile }
  }
  if (!(await isFirstProcessAlive(record)))
    return { name, state: 'dead', parts: [], faults: record.faults, networkFile }
  const parts = await listParts(record)
  // Rules that differ from the objects may be a fault's doing: that is no dead part.
  const state = parts.every((part) => part.alive || part.kind === 'kube-proxy') ? 'up' : 'half-dead'
  return { name, state, parts, faults: record.faults, networkFile }
}

/** Throws unless the lab and that namespace can be entered. */
export async function requireWhole(record: LabRecord, namespace?: string): Promise<void> {
  if (!(await isFirstProcessAlive(record)))
    throw new UsageError(`The lab ${record.name} is dead: its first process has ended. ${again(record.name)}`)
  const holders = record.namespaces.filter((part) => namespace === undefined || part.name === namespace)
  for (const { name, holder } of holders) {
    if (await isAlive(holder)) continue
    throw new UsageError(
      `The lab ${record.name} is half dead: the process ${holder.pid} that held ${name} has ended. ${again(record.name)}`,
    )
  }
}

export async function isFirstProcessAlive(record: LabRecord): Promise<boolean> {
  return record.bootId === (await bootId()) && (await isAlive(record.first))
}

export function again(name: string): string {
  const option = name === 'default' ? '' : ` --name ${name}`
  return `Take away what is left with: fairlead lab down${option} (in ${labDirectory(name)}), then: fairlead lab up${option}`
}

async function listParts(record: LabRecord): Promise<LabPart[]> {
  const namespaces = record.namespaces.map(async ({ name, role, holder }): Promise<LabPart> => {
    return { kind: 'namespace', name, alive: await isAlive(holder), detail: `${role}, held by process ${holder.pid}` }
  })
  const listeners = record.listeners.map(async ({ spec, process }): Promise<LabPart> => {
    const socket = `${spec.protocol} ${spec.address.includes(':') ? `[${spec.address}]` : spec.address}:${spec.port}`
    return {
      kind: 'listener',
      name: spec.name,
      alive: await isAlive(process),
      detail: `${spec.process}, ${socket}, process ${process.pid}`,
    }
  })
  const dns = record.dns.map(async ({ name, namespace, process }): Promise<LabPart> => {
    if (process === null) return { kind: 'dns', name, alive: true, detail: `stopped on purpose, in ${namespace}` }
    return { kind: 'dns', name, alive: await isAlive(process), detail: `in ${namespace}, process ${process.pid}` }
  })
  const parts = await Promise.all([...namespaces, ...listeners, ...dns])
  return [...parts, ...(await syncState(record))]
}
