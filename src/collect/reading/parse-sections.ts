// Takes apart what the reading scripts printed: per namespace, each tool's output, exit status and words.
import type { ToolOutput } from '../../parse/raw-namespace.ts'

export interface Sections {
  /** Whether the namespace could be entered at all. */
  readonly entered: boolean
  /** What was said when it could not, or when the shell ended early. */
  readonly words: string
  readonly tools: ReadonlyMap<string, ToolOutput>
}

/** By the number that the script was given for it. */
export function parseSections(text: string, mark: string): Map<string, Sections> {
  const namespaces = new Map<string, Sections>()
  for (const block of splitAt(text, `${mark} namespace `)) {
    const end = block.indexOf('\n')
    namespaces.set(block.slice(0, end), parseNamespaceBlock(block.slice(end + 1), mark))
  }
  return namespaces
}

function parseNamespaceBlock(block: string, mark: string): Sections {
  const [before = '', ...sections] = splitKeepingFirst(block, `${mark} section `)
  const tools = new Map<string, ToolOutput>()
  for (const section of sections) {
    const end = section.indexOf('\n')
    tools.set(section.slice(0, end), parseTool(section.slice(end + 1), mark))
  }
  const words = before.replaceAll(`${mark} entered\n`, '').replaceAll(`${mark} left\n`, '').trim()
  return { entered: before.includes(`${mark} entered\n`), words, tools }
}

function parseTool(section: string, mark: string): ToolOutput {
  const [text = '', rest = ''] = splitKeepingFirst(section, `\n${mark} status `)
  const end = rest.indexOf('\n')
  const status = Number(end === -1 ? rest : rest.slice(0, end))
  const words = (end === -1 ? '' : rest.slice(end + 1)).replaceAll(`\n${mark} left\n`, '').trim()
  if (status === 0) return { text, error: null }
  // 126 and 127 are the shell's own: the tool is not there, or is not to be executed.
  const ran = status !== 126 && status !== 127
  return { text: ran ? text : null, error: words === '' ? `exit status ${status}` : words }
}

function splitAt(text: string, separator: string): string[] {
  return splitKeepingFirst(text, separator).slice(1)
}

function splitKeepingFirst(text: string, separator: string): string[] {
  return text.split(separator)
}
