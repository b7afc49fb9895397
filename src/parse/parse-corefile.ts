// Reads a Corefile, CoreDNS's configuration, into its server blocks and their plugins.
import type { Corefile, CorefilePlugin, CorefileServer } from '../model/name-files.ts'

/** Thrown for text that CoreDNS would refuse too. */
export class CorefileError extends Error {
  override readonly name = 'CorefileError'
  constructor(what: string, line: number) {
    super(`Corefile line ${line}: ${what}`)
  }
}

export function parseCorefile(text: string): Corefile {
  const reader: Reader = { lines: splitLines(text), at: 0 }
  const servers: CorefileServer[] = []
  const snippets = new Map<string, readonly CorefilePlugin[]>()
  while (reader.at < reader.lines.length) {
    const block = readServer(reader, snippets)
    const snippet = /^\((.+)\)$/.exec(block.keys[0] ?? '')?.[1]
    if (snippet === undefined) servers.push(block)
    else snippets.set(snippet, block.plugins)
  }
  return { servers }
}

interface Line {
  readonly number: number
  readonly words: readonly string[]
}

interface Reader {
  readonly lines: readonly Line[]
  at: number
}

/** Keys may stand on several lines, and end in a comma, before the brace. */
function readServer(reader: Reader, snippets: ReadonlyMap<string, readonly CorefilePlugin[]>): CorefileServer {
  const keys: string[] = []
  const first = reader.lines[reader.at]
  for (let line = first; line; line = reader.lines[reader.at]) {
    reader.at += 1
    const opens = line.words.at(-1) === '{'
    keys.push(...line.words.slice(0, opens ? -1 : undefined).map((key) => key.replace(/,$/, '')))
    if (opens) return { keys: keys.filter((key) => key !== ''), plugins: readPlugins(reader, line.number, snippets) }
    if (line.words[0] === '}') throw new CorefileError('a closing brace without its opening one', line.number)
  }
  throw new CorefileError(`no opening brace after ${keys.join(' ')}`, first?.number ?? 1)
}

function readPlugins(
  reader: Reader,
  openedAt: number,
  snippets: ReadonlyMap<string, readonly CorefilePlugin[]>,
): CorefilePlugin[] {
  const plugins: CorefilePlugin[] = []
  for (const line of linesOfBlock(reader, openedAt)) {
    const opens = line.words.at(-1) === '{'
    const [name = '', ...rest] = opens ? line.words.slice(0, -1) : line.words
    const properties = opens ? [...linesOfBlock(reader, line.number)].map((property) => property.words) : []
    if (name === 'import') plugins.push(...imported(rest, line, snippets))
    else plugins.push({ name, arguments: rest, properties })
  }
  return plugins
}

function imported(
  names: readonly string[],
  line: Line,
  snippets: ReadonlyMap<string, readonly CorefilePlugin[]>,
): readonly CorefilePlugin[] {
  const plugins = snippets.get(names[0] ?? '')
  // A file that does not match its pattern is no error: kubeadm's and k3s's Corefiles import optional files this way.
  if (plugins === undefined && !(names[0] ?? '').includes('/')) {
    throw new CorefileError(`import of ${names[0] ?? 'nothing'}, which is not defined`, line.number)
  }
  return plugins ?? [{ name: 'import', arguments: names, properties: [] }]
}

function* linesOfBlock(reader: Reader, openedAt: number): Generator<Line> {
  for (let line = reader.lines[reader.at]; line; line = reader.lines[reader.at]) {
    reader.at += 1
    if (line.words[0] === '}') {
      if (line.words.length > 1) throw new CorefileError(`${line.words[1]} on the line of a closing brace`, line.number)
      return
    }
    yield line
  }
  throw new CorefileError('this block is not closed', openedAt)
}

/** Words end at blanks; a word in double quotes may hold them; a word that begins with # ends the line. */
function splitLines(text: string): Line[] {
  return text.split('\n').flatMap((line, index) => {
    const words: string[] = []
    for (const [word] of line.matchAll(/"((?:\\.|[^"\\])*)"|\S+/g)) {
      if (word.startsWith('#')) break
      words.push(word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1).replaceAll('\\"', '"') : word)
    }
    return words.length === 0 ? [] : [{ number: index + 1, words }]
  })
}
