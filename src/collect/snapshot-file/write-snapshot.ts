// Writes a snapshot to a file: the same snapshot always gives the same bytes.
import { createHash, randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import type { Namespace } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { stableJson } from './stable-json.ts'

/** Written beside its place and moved there: a reader never sees half of it, and an interruption leaves what was there before. */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
  try {
    await writeFile(draft, snapshotText(snapshot))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** JSON Lines, with a line feed after the last. */
export function snapshotText(snapshot: Snapshot): string {
  const { apiVersion, kind, version, takenAt, clusterDomain, podCidrs, serviceCidrs, clients, gaps } = snapshot
  const stored = new Set<string>()
  const body = [
    ...snapshot.namespaces.flatMap((namespace) => namespaceLines(namespace, stored)),
    ...snapshot.kubernetes.map((object) => ({ line: 'kubernetes', object })),
    ...(snapshot.docker === null ? [] : [{ line: 'docker', ...snapshot.docker }]),
    ...snapshot.measurements.map((measurement) => ({ line: 'measurement', measurement })),
    ...snapshot.nameMeasurements.map((measurement) => ({ line: 'name-measurement', measurement })),
  ]
  const header = { apiVersion, kind, version, takenAt, clusterDomain, podCidrs, serviceCidrs, clients, gaps }
  // A file that was cut short is told by its missing end.
  const end = { line: 'end', lines: body.length + 2 }
  return [header, ...body, end].map((line) => `${stableJson(line)}\n`).join('')
}

function namespaceLines(namespace: Namespace, stored: Set<string>): object[] {
  const { name, role, node, resolvConf, hosts } = namespace
  const contents: object[] = []
  const store = (group: 'ruleset' | 'sysctls', value: unknown): string => {
    const hash = createHash('sha256').update(stableJson(value)).digest('hex')
    if (!stored.has(hash)) contents.push({ line: 'content', hash, group, value })
    stored.add(hash)
    return hash
  }
  const rulesets = namespace.rulesets.map((ruleset) => store('ruleset', ruleset))
  const sysctls = store('sysctls', namespace.sysctls)
  const facts = LISTED.map((group) => ({ line: 'facts', namespace: name, group, facts: namespace[group] }))
  return [
    ...contents,
    { line: 'namespace', name, role, node, resolvConf, hosts },
    ...facts,
    { line: 'facts', namespace: name, group: 'rulesets', contents: rulesets },
    { line: 'facts', namespace: name, group: 'sysctls', content: sysctls },
  ]
}

const LISTED = ['links', 'routes', 'policyRules', 'neighbours', 'forwarding', 'sockets', 'unread'] as const
