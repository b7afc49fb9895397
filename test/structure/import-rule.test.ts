// Holds the import rule over every import of src/, and says why where it is broken.
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ImportRow, importRows, impureNames, pureFolders } from './import-rows.ts'
import { type Import, listGlobalUses, listImports } from './list-imports.ts'
import { listSourceFiles, type SourceFile } from './source-files.ts'

const sources = listSourceFiles(['src'], /\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'))
const folderOf = (path: string): string => path.split('/')[1] ?? ''

describe('the import rule', () => {
  it('has a row for every folder of src/', () => {
    const folders = [...new Set(sources.map(({ path }) => folderOf(path)))]
    expect(folders.filter((folder) => !importRows.some(({ from }) => from === folder))).toEqual([])
  })

  it('is kept by every import', () => {
    expect(sources.flatMap((file) => listImports(file).flatMap((found) => breach(file, found)))).toEqual([])
  })

  it('reaches schema/ lazily alone, so that a command which reads no file does not load it', () => {
    const outside = sources.filter(({ path }) => folderOf(path) !== 'schema')
    const eager = outside.flatMap((file) =>
      listImports(file)
        .filter(({ kind, specifier }) => kind === 'static' && target(file, specifier) === 'schema')
        .filter(({ specifier }) => !specifier.endsWith('/input-error.ts'))
        .map(({ specifier, line }) => `${file.path}:${line} imports ${specifier} at start-up: use import()`),
    )
    expect(eager).toEqual([])
  })

  it('keeps clock, chance and machine out of the pure folders', () => {
    const pure = sources.filter(({ path }) => pureFolders.includes(folderOf(path)))
    const uses = pure.flatMap((file) =>
      listGlobalUses(file, impureNames).map(({ name, line }) => `${file.path}:${line} uses ${name}`),
    )
    expect(uses).toEqual([])
  })

  it('finds static, type and lazy imports, and names the row that a file breaks', () => {
    const file = {
      path: 'src/trace/example.ts',
      text: [
        "import { readFile } from 'node:fs/promises'",
        "import type { Rule } from '../rules/rule.ts'",
        "import { type Packet } from '../model/packet.ts'",
        "export const late = () => import('../lab/raise-lab.ts')",
        'export const now = Date.now()',
      ].join('\n'),
    }
    const why = 'a path depends on the snapshot alone, or a replay elsewhere would differ'
    expect(listImports(file).flatMap((found) => breach(file, found))).toEqual([
      `src/trace/example.ts:1 imports node:fs/promises, but trace may import only ip-address: ${why}`,
      `src/trace/example.ts:2 imports ../rules/rule.ts, but trace may import only model: ${why}`,
      `src/trace/example.ts:4 imports ../lab/raise-lab.ts, but trace may import only model: ${why}`,
    ])
    expect(listGlobalUses(file, impureNames)).toEqual([{ name: 'Date', line: 5 }])
  })
})

/** One line for an import that its folder's row does not allow. */
function breach(file: SourceFile, { specifier, kind, line }: Import): string[] {
  const row = importRows.find(({ from }) => from === folderOf(file.path))
  if (!row) return [`${file.path}: no row for this folder`]
  const allowed = specifier.startsWith('.')
    ? allowsFolder(row, target(file, specifier), kind)
    : row.packages.some((name) => (name === 'node:*' ? specifier.startsWith('node:') : isOf(specifier, name)))
  if (allowed) return []
  const list = specifier.startsWith('.') ? row.to : row.packages
  const only = list.length > 0 ? `only ${list.join(', ')}` : 'nothing'
  return [`${file.path}:${line} imports ${specifier}, but ${row.from} may import ${only}: ${row.why}`]
}

function allowsFolder(row: ImportRow, folder: string, kind: Import['kind']): boolean {
  return folder === row.from || row.to.includes(folder) || (kind === 'type' && (row.types ?? []).includes(folder))
}

/** The folder of src/ that a relative import reaches; outside of src/ the file. */
function target(file: SourceFile, specifier: string): string {
  const path = join(dirname(file.path), specifier)
  return path.startsWith('src/') ? folderOf(path) : path
}

function isOf(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`)
}
