// Reads a network file: checks every field, fills in what was left out, makes relative paths absolute.
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { NamespaceEntry, NetworkFile } from '../../model/network-file.ts'
import { InputError } from '../../schema/input-error.ts'
import type { RawNetworkFile } from '../../schema/network-file-schema.ts'
import { findMisspelling } from './find-misspelling.ts'
import { ownFile } from './own-file.ts'

type Path = readonly (string | number)[]
type Refuse = (path: Path, field: string | null, expected: string) => never

/** Throws InputError. That the namespaces exist is not looked at here: whoever enters them says so. */
export async function readNetworkFile(path: string): Promise<NetworkFile> {
  const text = await readText(path)
  const [{ networkFileSchema, NETWORK_FILE_FIELDS }, { checkValue }, { parseJson }, { locateField }] =
    await Promise.all([
      import('../../schema/network-file-schema.ts'),
      import('../../schema/check-value.ts'),
      import('../../schema/parse-json.ts'),
      import('../../schema/locate-field.ts'),
    ])
  const value = parseJson(text, path)
  const refuse: Refuse = (at, field, expected) => {
    throw new InputError({ file: path, line: locateField(text, at), field, expected })
  }
  const misspelt = findMisspelling(value, NETWORK_FILE_FIELDS)
  if (misspelt !== null) refuse(misspelt.path, misspelt.field, `unknown field, did you mean ${misspelt.meant}?`)
  const checked = checkValue(networkFileSchema, value)
  if (!checked.ok) return refuse(checked.fault.path, checked.fault.field, checked.fault.expected)
  checkNamespaces(checked.value, refuse)
  const file = absolute(checked.value, dirname(resolve(path)))
  await checkFiles(file, refuse)
  return { ...file, namespaces: await Promise.all(file.namespaces.map(withOwnFiles)) }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new InputError(
      { file: path, line: null, field: null, expected: `expected a network file, ${whyUnreadable(error)}` },
      { cause: error },
    )
  }
}

function checkNamespaces(file: RawNetworkFile, refuse: Refuse): void {
  const seen = new Map<string, number>()
  for (const [index, { name }] of file.namespaces.entries()) {
    const earlier = seen.get(name)
    const field = `namespaces[${index}].name`
    if (earlier !== undefined)
      refuse(
        ['namespaces', index, 'name'],
        field,
        `expected a name of its own, namespaces[${earlier}] is ${JSON.stringify(name)} too`,
      )
    seen.set(name, index)
  }
  const nodes = file.namespaces.filter((entry) => entry.role === 'node').map((entry) => entry.name)
  for (const [index, entry] of file.namespaces.entries()) {
    const at = `namespaces[${index}]`
    const { path = null, pid = null, node = null } = entry
    if ((path === null) === (pid === null)) {
      refuse(
        ['namespaces', index],
        at,
        `expected exactly one of path and pid, found ${path === null ? 'neither' : 'both'}`,
      )
    }
    if (node !== null && !nodes.includes(node)) {
      const known = nodes.length === 0 ? 'no namespace has that role' : `which are ${nodes.join(', ')}`
      refuse(
        ['namespaces', index, 'node'],
        `${at}.node`,
        `expected the name of a namespace of role node (${known}), found ${JSON.stringify(node)}`,
      )
    }
  }
}

function absolute(raw: RawNetworkFile, folder: string): NetworkFile {
  const from = (path: string | null | undefined): string | null => (path == null ? null : resolve(folder, path))
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: raw.clusterDomain ?? 'cluster.local',
    podCidrs: raw.podCidrs ?? [],
    serviceCidrs: raw.serviceCidrs ?? [],
    namespaces: raw.namespaces.map(
      (entry): NamespaceEntry => ({
        name: entry.name,
        role: entry.role,
        node: entry.role === 'pod' ? (entry.node ?? null) : null,
        path: from(entry.path),
        pid: entry.pid ?? null,
        resolvConf: from(entry.resolvConf),
        hosts: from(entry.hosts),
      }),
    ),
    kubernetes: (raw.kubernetes ?? []).map((path) => resolve(folder, path)),
    docker: from(raw.docker),
  }
}

/** A process in a container has files of its own: they are its client's, where the network file names no others. */
async function withOwnFiles(entry: NamespaceEntry): Promise<NamespaceEntry> {
  if (entry.pid === null) return entry
  const [resolvConf, hosts] = await Promise.all([
    entry.resolvConf ?? ownFile(entry.pid, '/etc/resolv.conf'),
    entry.hosts ?? ownFile(entry.pid, '/etc/hosts'),
  ])
  return { ...entry, resolvConf, hosts }
}

async function checkFiles(file: NetworkFile, refuse: Refuse): Promise<void> {
  const named: [Path, string, string | null][] = [
    ...file.namespaces.flatMap((entry, index): [Path, string, string | null][] => [
      [['namespaces', index, 'resolvConf'], `namespaces[${index}].resolvConf`, entry.resolvConf],
      [['namespaces', index, 'hosts'], `namespaces[${index}].hosts`, entry.hosts],
    ]),
    ...file.kubernetes.map((path, index): [Path, string, string | null] => [
      ['kubernetes', index],
      `kubernetes[${index}]`,
      path,
    ]),
    [['docker'], 'docker', file.docker],
  ]
  const checks = named.map(async ([at, field, path]) => {
    if (path === null) return null
    const why = await stat(path).then(
      (found) => (found.isFile() ? null : 'found something else'),
      (error: unknown) => whyUnreadable(error),
    )
    return why === null ? null : { at, field, expected: `expected a file ${path}, ${why}` }
  })
  for (const fault of await Promise.all(checks)) if (fault !== null) refuse(fault.at, fault.field, fault.expected)
}

function whyUnreadable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'found no such file'
    case 'EISDIR':
      return 'found a folder'
    case 'EACCES':
    case 'EPERM':
      return 'may not read it'
    default:
      return String((error as Error).message)
  }
}
