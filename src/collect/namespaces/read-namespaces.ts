// Reads all namespaces of a network in one pass, in parallel, each with the kernel's own tools.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { enterArgv } from '../../enter/enter-argv.ts'
import type { OpenNamespace, UserNamespace } from '../../enter/open-namespaces.ts'
import { runCommand } from '../../enter/run-command.ts'
import {
  BRIDGE_COMMANDS,
  IP_COMMANDS,
  type NetnsId,
  type RawNamespace,
  type ToolOutput,
} from '../../parse/raw-namespace.ts'
import { cannotBegin, cannotEnter, missingTool } from './cannot-look.ts'
import { parseSections, type Sections } from './parse-sections.ts'
import { INNER_SCRIPT, OUTER_SCRIPT } from './reading-script.ts'

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
  const sections = new Map<number, Sections>()
  const readings = [...groups.values()].map(async ({ through, files }) => {
    for (const [file, found] of await readGroup(namespaces, through, files, signal)) sections.set(file, found)
  })
  await Promise.all(readings)
  return Promise.all(
    namespaces.map((namespace, index) => rawNamespace(namespace, sections.get(FIRST_FILE + index), namespaces)),
  )
}

async function readGroup(
  namespaces: readonly OpenNamespace[],
  through: UserNamespace | null,
  files: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Map<number, Sections>> {
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
  const tool = (name: string, otherwise = ''): ToolOutput =>
    sections.tools.get(name) ?? { text: otherwise, error: null }
  if (tool('ip4').text === null) throw missingTool('ip')
  const { ip4, netnsIds } = splitNetnsIds(tool('ip4'))
  return {
    name: entry.name,
    role: entry.role,
    node: entry.node,
    resolvConf: await readClientFile(entry.resolvConf),
    hosts: await readClientFile(entry.hosts),
    ip4,
    ip6: tool('ip6'),
    bridge: tool('bridge', NO_BRIDGES),
    netnsIds: parseNetnsIds(netnsIds, namespaces),
    nft: tool('nft'),
    iptablesNft4: tool('iptables-nft-4'),
    iptablesNft6: tool('iptables-nft-6'),
    iptablesLegacy4: tool('iptables-legacy-4'),
    iptablesLegacy6: tool('iptables-legacy-6'),
    ss: tool('ss'),
    sysctls: settings(tool('sysctls')),
  }
}

/** What `bridge` prints where there is none. */
const NO_BRIDGES = BRIDGE_COMMANDS.map(() => '[]\n').join('')

/** The script asks for these ids after all that RawNamespace's `ip4` is to hold. */
function splitNetnsIds(output: ToolOutput): { ip4: ToolOutput; netnsIds: string } {
  const lines = (output.text ?? '').trim().split('\n')
  if (lines.length <= IP_COMMANDS.length) return { ip4: output, netnsIds: '' }
  return { ip4: { ...output, text: lines.slice(0, IP_COMMANDS.length).join('\n') }, netnsIds: lines.at(-1) ?? '' }
}

/** `ip netns` names each id by the number of our open file. Of several names for one namespace the first that is no pod's counts:
 *  a pod of the host network stands in its node's namespace. */
function parseNetnsIds(text: string, namespaces: readonly OpenNamespace[]): NetnsId[] {
  if (text === '') return []
  const listed = JSON.parse(text) as readonly { readonly nsid: number; readonly name?: string }[]
  return listed.map(({ nsid, name }) => {
    const inode = name === undefined ? undefined : namespaces[Number(name) - FIRST_FILE]?.inode
    const same = namespaces.filter((namespace) => namespace.inode === inode)
    const owner = same.find((namespace) => namespace.entry.role !== 'pod') ?? same[0]
    return { nsid, namespace: owner?.entry.name ?? null }
  })
}

/** Keys are kept out; and some settings can only be written, which grep says by its exit status alone. */
function settings(output: ToolOutput): ToolOutput {
  if (output.text === null || output.text === '') return output
  const kept = output.text.split('\n').filter((line) => !/^[^:]*\/(tcp_fastopen_key|stable_secret):/.test(line))
  return { text: kept.join('\n'), error: null }
}

async function readClientFile(path: string | null): Promise<ToolOutput> {
  if (path === null) return { text: null, error: null }
  return readFile(path, 'utf8').then(
    (text) => ({ text, error: null }),
    (error: Error) => ({ text: null, error: error.message }),
  )
}
