// Reads the pages of the rules: they lie in the package as they lie in the clone, src/rules/RULE/README.md.
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** From a chunk in dist/, and from source. */
const folder = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../rules/' : '../src/rules/', import.meta.url))

/** Null when there is no rule of that name. */
export async function readPage(rule: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(rule)) return null
  return readFile(join(folder, rule, 'README.md'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
}

export async function listPages(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const has = await Promise.all(
    names.map((name) =>
      access(join(folder, name, 'README.md')).then(
        () => true,
        () => false,
      ),
    ),
  )
  return names.filter((_, index) => has[index]).sort()
}
