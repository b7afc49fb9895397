// What a lab writes down about itself in lab.json: its processes, namespaces, listeners and the faults that are on.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../model/errors.ts'
import type { Role } from '../model/namespace.ts'
import type { ListenerSpec } from './fault.ts'
import { isMissing, labDirectory, listLabs } from './lab-directory.ts'
import type { KnownProcess } from './process-table.ts'

export interface LabRecord {
  readonly name: string
  readonly bridge: 'cni0' | 'kind0'
  readonly bootId: string
  /** Whether it stands in a user namespace of its own. */
  readonly userNamespace: boolean
  /** `unshare`, which ends with the lab, and the first process of the lab, with which the lab ends. */
  readonly anchor: KnownProcess
  readonly first: KnownProcess
  readonly namespaces: readonly NamespaceRecord[]
  readonly listeners: readonly ListenerRecord[]
  readonly dns: readonly DnsRecord[]
  /** Names of the faults that are on, in the order in which they were switched on. */
  readonly faults: readonly string[]
}

export interface NamespaceRecord {
  readonly name: string
  readonly role: Role
  readonly node: string | null
  readonly holder: KnownProcess
}

export interface ListenerRecord {
  readonly spec: ListenerSpec
  readonly process: KnownProcess
}

export interface DnsRecord {
  /** cluster: CoreDNS's place. upstream: what the nodes' resolv.conf names. */
  readonly name: 'cluster' | 'upstream'
  readonly namespace: string
  /** Null: stopped on purpose. */
  readonly process: KnownProcess | null
}

/** Null when there is no lab of that name, or one that died while it was raised. */
export async function findLab(name: string): Promise<LabRecord | null> {
  try {
    return JSON.parse(await readFile(join(labDirectory(name), 'lab.json'), 'utf8')) as LabRecord
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export async function readLab(name: string): Promise<LabRecord> {
  const record = await findLab(name)
  if (record !== null) return record
  const others = await listLabs()
  const hint = others.length === 0 ? 'No lab is up' : `These are: ${others.join(', ')}`
  throw new UsageError(
    `There is no lab named ${name}. ${hint}; raise one with: fairlead lab up${name === 'default' ? '' : ` --name ${name}`}`,
  )
}

export async function writeLab(record: LabRecord): Promise<void> {
  const file = join(labDirectory(record.name), 'lab.json')
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export function namespaceRecord(record: LabRecord, name: string): NamespaceRecord {
  const found = record.namespaces.find((namespace) => namespace.name === name)
  if (found !== undefined) return found
  throw new UsageError(
    `The lab ${record.name} has no namespace named ${name}. It has: ${record.namespaces.map((namespace) => namespace.name).join(', ')}.`,
  )
}
