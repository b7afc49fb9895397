// Runs a piece of TypeScript as root of a user namespace with mounts of its own: what a plain user, or a bare machine, would see.
import { spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** `program` imports from the top folder and prints one JSON value, which is given back; `prepare` is POSIX shell, run before it. */
export async function runInside(prepare: string, program: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'fairlead-inside-'))
  try {
    const path = join(folder, 'main.mjs')
    await build({
      stdin: { contents: program, loader: 'ts', resolveDir: process.cwd() },
      ...{ bundle: true, platform: 'node', format: 'esm', outfile: path, banner: { js: BANNER }, logLevel: 'error' },
    })
    // The probe lies beside the program that starts it, as it does in dist/.
    await copyFile('dist/probe.js', join(folder, 'probe.js'))
    return await run(prepare, path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function run(prepare: string, path: string): Promise<unknown> {
  const script = `${prepare}\nexec "$0" "$1"`
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', script, process.execPath, path])
  const pieces: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
  }
  await new Promise((resolve) => child.once('close', resolve))
  try {
    return JSON.parse(pieces.join(''))
  } catch (cause) {
    throw new Error(`the program inside failed: ${pieces.join('')}`, { cause })
  }
}
