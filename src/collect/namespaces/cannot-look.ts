// The errors of a reading that could not begin: which namespace could not be entered, or which tool is missing, and how to get it.
import type { OpenNamespace } from '../../enter/open-namespaces.ts'
import { CannotLookError } from '../../model/errors.ts'

/** Debian's packages of the tools without which nothing can be read. */
const PACKAGES = { ip: 'iproute2', mount: 'mount', nsenter: 'util-linux', unshare: 'util-linux' } as const
type Tool = keyof typeof PACKAGES

export function missingTool(tool: Tool, cause?: unknown): CannotLookError {
  const words = `Cannot look: the command ${tool} is missing on this machine. Install it (Debian: apt-get install ${PACKAGES[tool]}).`
  return new CannotLookError(words, { cause })
}

/** From the words of the shell, nsenter or unshare about what they were to run; null when they say something else. */
export function findMissingTool(words: string): Tool | null {
  for (const tool of ['mount', 'nsenter', 'unshare'] as const) {
    const said = new RegExp(`\\b${tool}: (not found|Permission denied)|failed to execute ${tool}: `)
    if (said.test(words)) return tool
  }
  return null
}

/** `words` are those of the tool that tried. */
export function cannotEnter({ entry }: OpenNamespace, words: string): CannotLookError {
  const tool = findMissingTool(words)
  if (tool !== null) return missingTool(tool)
  return new CannotLookError(
    `Cannot enter the network namespace of ${entry.name} (${entry.path ?? `process ${entry.pid}`}): ${words === '' ? 'nsenter said nothing' : words}. ` +
      'Run the same command as root, or as the user who made the namespace; by pid, its user namespace is entered too.',
  )
}

/** Not one of these could be tried: mounts of our own are refused. */
export function cannotBegin(namespaces: readonly OpenNamespace[], words: string): CannotLookError {
  const tool = findMissingTool(words)
  if (tool !== null) return missingTool(tool)
  const names = namespaces.map(({ entry }) => entry.name).join(', ')
  return new CannotLookError(
    `Cannot enter the network namespaces of ${names}: ${words}. ` +
      'The right to administer them is missing (CAP_SYS_ADMIN): run the same command as root, or as the user who made them.',
  )
}
