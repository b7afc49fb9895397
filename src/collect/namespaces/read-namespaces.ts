// Reads all namespaces of a network in one pass, in parallel, each with the kernel's own tools.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { enterArgv } from '../../enter/enter-argv.ts'
import type { OpenNamespace, UserNamespace } from '../../enter/open-namespaces.ts'
import { runCommand } from '../../enter/run-command.ts'
import type { RawNamespace, ToolOutput } from '../../parse/raw-namespace.ts'
import { assembleNamespace } from '../reading/assemble-namespace.ts'
import { INNER_SCRIPT } from '../reading/inner-script.ts'
import { parseSections, type Sections } from '../reading/parse-sections.ts'
import { cannotBegin, cannotEnter, missingTool } from './cannot-look.ts'
import { OUTER_SCRIPT } from './reading-script.ts'

/** The first file that a child gets besides its standard ones. */
const FIRST_FILE = 3

export async function readNamespaces(
  namespaces: readonly OpenNamespace[],
  signal?: AbortSignal,
): Promise<RawNamespace[]> {
  const groups = new Map<string, { through: UserNamespace | null; files: number[] }>()
  for (const [index, { through }] of namespaces.entries()) {
    const key = through?.id ?? ''
    const group = groups.get(key) ?? { through, files: [] }
    group.files.push(FIRST_FILE + index)
    groups.set(key, group)
  }
  const sections = new Map<string, Sections>()
  const readings = [...groups.values()].map(async ({ through, files }) => {
    for (const [file, found] of await readGroup(namespaces, through, files, signal)) sections.set(file, found)
  })
  await Promise.all(readings)
  return Promise.all(
    namespaces.map((namespace, index) => rawNamespace(namespace, sections.get(String(FIRST_FILE + index)), namespaces)),
  )
}

async function readGroup(
  namespaces: readonly OpenNamespace[],
  through: UserNamespace | null,
  files: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Sections>> {
  // Unguessable, so that nothing which a tool prints can pass for a section of ours.
  const mark = `--fairlead-${randomBytes(12).toString('hex')}`
  const argv = [...(await enterArgv(through)), 'sh', '-c', OUTER_SCRIPT, 'fairlead', mark, ...files.map(String)]
  const result = await runCommand(argv, {
    files: namespaces.map((namespace) => namespace.handle.fd),
    environment: { FAIRLEAD_INNER: INNER_SCRIPT },
    signal,
  }).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT' || error.code === 'EACCES'
    throw isMissing ? missingTool(through === null ? 'unshare' : 'nsenter', error) : error
  })
  const sections = parseSections(result.output, mark)
  if (result.status !== 0 || sections.size === 0) {
    const meant = files.flatMap((file) => namespaces[file - FIRST_FILE] ?? [])
    throw cannotBegin(meant, result.error)
  }
  return sections
}

async function rawNamespace(
  namespace: OpenNamespace,
  sections: Sections | undefined,
  namespaces: readonly OpenNamespace[],
): Promise<RawNamespace> {
  const { entry } = namespace
  if (sections?.entered !== true) {
    throw cannotEnter(namespace, sections?.words ?? '')
  }
  if (sections.tools.get('ip4')?.text === null) throw missingTool('ip')
  const [resolvConf, hosts] = await Promise.all([readClientFile(entry.resolvConf), readClientFile(entry.hosts)])
  const identity = { name: entry.name, role: entry.role, node: entry.node, resolvConf, hosts }
  return assembleNamespace(identity, sections, (file) => ownerOf(namespaces[Number(file) - FIRST_FILE], namespaces))
}

/** Of several names for one namespace the first that is no pod's counts: a pod of the host network stands in its node's namespace. */
function ownerOf(listed: OpenNamespace | undefined, namespaces: readonly OpenNamespace[]): string | null {
  const same = namespaces.filter((namespace) => namespace.inode === listed?.inode)
  const owner = same.find((namespace) => namespace.entry.role !== 'pod') ?? same[0]
  return owner?.entry.name ?? null
}

async function readClientFile(path: string | null): Promise<ToolOutput> {
  if (path === null) return { text: null, error: null }
  return readFile(path, 'utf8').then(
    (text) => ({ text, error: null }),
    (error: Error) => ({ text: null, error: error.message }),
  )
}
