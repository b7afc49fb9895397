// Reads the kubeconfig files that kubectl would read, and merges them as it does.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { CannotLookError } from '../../../model/errors.ts'
import { type JsonObject, objectOf, objectsOf, textOf } from '../../../parse/json-value.ts'
import { InputError } from '../../../schema/input-error.ts'

export interface Kubeconfig {
  /** Those that were read, in order. */
  readonly files: readonly string[]
  readonly currentContext: string | null
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>
  readonly users: ReadonlyMap<string, KubeconfigEntry>
}

export interface KubeconfigEntry {
  readonly file: string
  readonly fields: JsonObject
}

/** `explicit` is --kubeconfig, which stands alone. Throws CannotLookError and InputError. */
export async function readKubeconfig(
  explicit: string | null,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Kubeconfig> {
  const paths = explicit === null ? defaultPaths(environment) : [resolve(explicit)]
  const read = await Promise.all(paths.map((path) => readOne(path, explicit !== null)))
  const found = read.filter((file) => file !== null)
  if (found.length === 0) throw noKubeconfig(paths, environment)
  return merge(found)
}

/** KUBECONFIG may name several files; what is left empty in it, and what is not there, is passed over. */
function defaultPaths(environment: Readonly<Record<string, string | undefined>>): string[] {
  const named = (environment.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '')
  if (named.length > 0) return [...new Set(named.map((path) => resolve(path)))]
  return [join(environment.HOME ?? homedir(), '.kube', 'config')]
}

async function readOne(file: string, required: boolean): Promise<ReadFile | null> {
  try {
    return { file, fields: await parse(await readFile(file, 'utf8'), file) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (error instanceof InputError) throw error
    if (code === 'ENOENT' && !required) return null
    const expected = code === 'ENOENT' ? 'there is no such file' : message
    throw new InputError(
      { file, line: null, field: null, expected: `expected a kubeconfig: ${expected}` },
      { cause: error },
    )
  }
}

/** The YAML parser is loaded only here. */
async function parse(text: string, file: string): Promise<JsonObject> {
  const { parseKubeconfig } = await import('./parse-kubeconfig.ts')
  return parseKubeconfig(text, file)
}

interface ReadFile {
  readonly file: string
  readonly fields: JsonObject
}

/** The first file that sets a name, or the current context, wins, whole: client-go's loader.go, ClientConfigLoadingRules.Load. */
function merge(files: readonly ReadFile[]): Kubeconfig {
  const named = (list: string, inner: string): Map<string, KubeconfigEntry> => {
    const entries = new Map<string, KubeconfigEntry>()
    for (const { file, fields } of files) {
      for (const entry of objectsOf(fields, list)) {
        const name = textOf(entry, 'name')
        if (name !== null && !entries.has(name)) entries.set(name, { file, fields: objectOf(entry, inner) })
      }
    }
    return entries
  }
  const current = files.map(({ fields }) => textOf(fields, 'current-context') ?? '').find((name) => name !== '')
  return {
    files: files.map(({ file }) => file),
    currentContext: current ?? null,
    contexts: named('contexts', 'context'),
    clusters: named('clusters', 'cluster'),
    users: named('users', 'user'),
  }
}

/** Paths in a kubeconfig are meant from where it lies. */
export function besideKubeconfig({ file }: KubeconfigEntry, path: string): string {
  return resolve(dirname(file), path)
}

function noKubeconfig(paths: readonly string[], { KUBECONFIG }: Readonly<Record<string, string | undefined>>): Error {
  const places = `${paths.join(' and ')} ${paths.length > 1 ? 'are' : 'is'} not there`
  const why = (KUBECONFIG ?? '') === '' ? `KUBECONFIG is not set, and ${places}` : `KUBECONFIG is set, but ${places}`
  return new CannotLookError(
    `No kubeconfig was found: ${why}. Without one no cluster is known. ` +
      'Name the file with --kubeconfig FILE, or have it written: kind export kubeconfig, k3d kubeconfig merge, minikube update-context.',
  )
}
