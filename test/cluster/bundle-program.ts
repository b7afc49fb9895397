// Programs that use the container engine, bundled so that tests can kill them, or run them as another user or in another namespace.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

export interface Program {
  readonly argv: readonly string[]
  /** Everybody may read it; the caller removes it. */
  readonly folder: string
}

/** `code` may use openEngine and networksHere. */
export async function bundleProgram(code: string): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'fairlead-program-'))
  const outfile = join(folder, 'program.mjs')
  const imports = `
    import { openEngine } from '../../src/collect/docker/open-engine.ts'
    import { networksHere } from '../../src/collect/docker/networks-here.ts'
  `
  await build({
    stdin: { contents: imports + code, resolveDir: import.meta.dirname, loader: 'ts' },
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
  })
  await chmod(folder, 0o755)
  return { argv: [process.execPath, outfile], folder: dirname(outfile) }
}

/** Resolves when it has printed something. */
export async function startProgram(code: string): Promise<{ child: ChildProcess; folder: string }> {
  const { argv, folder } = await bundleProgram(code)
  const [node = '', ...rest] = argv
  const child = spawn(node, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return { child, folder }
}
