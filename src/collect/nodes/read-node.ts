// Reads a whole cluster node by one command inside it: its own namespace and every pod's, matched by its runtime's own records.
import { randomBytes } from 'node:crypto'
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import { withPatience } from '../../enter/with-patience.ts'
import type { Sandbox } from '../../parse/parse-sandboxes.ts'
import type { RawNamespace, ToolOutput } from '../../parse/raw-namespace.ts'
import { assembleNamespace } from '../reading/assemble-namespace.ts'
import { INNER_SCRIPT } from '../reading/inner-script.ts'
import { parseSections, type Sections } from '../reading/parse-sections.ts'
import { cannotBegin, cannotEnter, didNotAnswer, uselessIp } from './cannot-read-node.ts'
import { FACTS, NODE_SCRIPT, OWN_NUMBER } from './node-script.ts'
import { parseRecords } from './parse-records.ts'
import { type ProxyMode, proxyModes } from './proxy-modes.ts'

export interface NodeReading {
  /** The node's own first, then those of its pods. The node's links to its host have peers without a name: joinPeers() of src/parse/
   *  finds them, when the host was read too. */
  readonly namespaces: readonly NamespaceOnNode[]
  /** All pods that run, also those without a namespace of their own (hostNetwork: `netns` is null). */
  readonly pods: readonly Sandbox[]
  /** `docker`: by way of cri-dockerd. Null: no records of any were found, and so no pods. */
  readonly runtime: 'containerd' | 'cri-o' | 'docker' | null
  /** As its rules show; empty when there are none, or none that could be read. */
  readonly proxyModes: readonly ProxyMode[]
  /** `6.18.44` */
  readonly kernelVersion: string
}

export interface NamespaceOnNode extends RawNamespace {
  /** Path inside the node, by which it can be entered again; null: the node's own. */
  readonly netns: string | null
  /** The same for two names of one namespace. */
  readonly inode: number
}

export interface NodeOptions {
  /** For the whole node. Default 30 s. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Throws CannotLookError, also after `timeoutMs`. A pod that goes away meanwhile is left out. */
export async function readNode(
  run: RunElsewhere,
  node: { readonly name: string },
  { timeoutMs = 30_000, signal }: NodeOptions = {},
): Promise<NodeReading> {
  // Unguessable, so that nothing which a tool prints can pass for a section of ours.
  const mark = `--fairlead-${randomBytes(12).toString('hex')}`
  const argv = ['unshare', '-m', 'sh', '-c', NODE_SCRIPT, 'fairlead', mark, INNER_SCRIPT]
  const late = (): Error => didNotAnswer(node.name, timeoutMs)
  const result = await withPatience(timeoutMs, late, signal, (signal) => run(argv, { signal }))
  const sections = parseSections(result.output, mark)
  const facts = sections.get(FACTS)
  const own = sections.get(OWN_NUMBER)
  if (result.status !== 0 || facts === undefined || own === undefined) throw cannotBegin(node.name, result.error)
  return assembleNode(node.name, own, facts, sections)
}

function assembleNode(
  name: string,
  own: Sections,
  facts: Sections,
  sections: ReadonlyMap<string, Sections>,
): NodeReading {
  const fact = (what: string): string => facts.tools.get(what)?.text ?? ''
  const paths = numbered(fact('paths'), /^(\d+) (.*)$/)
  const inodes = numbered(fact('inodes'), /^ *(\d+) +(\d+)$/)
  const inodeBy = new Map(inodes.map(([inode, number]) => [number, Number(inode)]))
  const alive = new Map<string, { readonly number: string; readonly pod: Sandbox }>()
  const sandboxes = parseRecords(fact('records'))
  for (const pod of sandboxes) {
    const number = paths.find(([, path]) => path === pod.netns)?.[0]
    const found = number === undefined ? undefined : sections.get(number)
    if (number === undefined || found === undefined || !isEntered(name, podName(pod), found)) continue
    // A pod that is being replaced has two records for a moment.
    alive.set(podName(pod), { number, pod })
  }
  if (!isEntered(name, 'the node itself', own)) throw cannotEnter(name, 'the node itself', own.words)
  const ip = own.tools.get('ip4')
  if (!ip?.text?.startsWith('[')) throw uselessIp(name, ip?.error ?? '')
  const owners = new Map([[OWN_NUMBER, name], ...[...alive].map(([pod, { number }]) => [number, pod] as const)])
  // Two names of one namespace, for whatever reason.
  const isSame = (one: string, other: string): boolean =>
    one === other || (inodeBy.has(one) && inodeBy.get(one) === inodeBy.get(other))
  const ownerOf = (number: string): string | null => [...owners].find(([other]) => isSame(other, number))?.[1] ?? null
  const file = (path: string | null): ToolOutput => ({
    text: (path === null ? null : facts.tools.get(`file ${path}`)?.text) ?? null,
    error: null,
  })
  const namespaces = [...owners].map(([number, owner]): NamespaceOnNode => {
    const pod = alive.get(owner)?.pod
    const identity = {
      ...(pod === undefined ? { role: 'node' as const, node: null } : { role: 'pod' as const, node: name }),
      name: owner,
      resolvConf: file(pod === undefined ? '/etc/resolv.conf' : pod.resolvConf),
      hosts: file(pod === undefined ? '/etc/hosts' : pod.hosts),
    }
    const raw = assembleNamespace(identity, sections.get(number) ?? own, ownerOf)
    return { ...raw, netns: pod?.netns ?? null, inode: inodeBy.get(number) ?? 0 }
  })
  const [node] = namespaces
  return {
    namespaces,
    pods: sandboxes.filter((pod) => pod.netns === null || alive.get(podName(pod))?.pod === pod),
    runtime: (fact('runtime').trim() || null) as NodeReading['runtime'],
    proxyModes: node === undefined ? [] : proxyModes(node, fact('ip-vs')),
    kernelVersion: fact('kernel').trim(),
  }
}

function podName({ namespace, name }: Sandbox): string {
  return `${namespace}/${name}`
}

/** A namespace that has gone, or its file alone is left: no error, unless it is the node that says so. */
function isEntered(node: string, what: string, { entered, words }: Sections): boolean {
  if (entered) return true
  if (/No such file or directory|Invalid argument|can't open/i.test(words)) return false
  throw cannotEnter(node, what, words)
}

function numbered(text: string, pattern: RegExp): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const found = pattern.exec(line)
    return found?.[1] !== undefined && found[2] !== undefined ? [[found[1], found[2]]] : []
  })
}
