// Lists the project's own source files, with their text.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  /** From the top of the clone, with `/`. */
  readonly path: string
  readonly text: string
}

export const topFolder: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export function listSourceFiles(folders: readonly string[], ending: RegExp): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(topFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ending.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => ({ path: relative(topFolder, path), text: readFileSync(path, 'utf8') })),
  )
}
