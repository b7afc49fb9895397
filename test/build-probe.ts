// Bundles the program of the probe before tests run: Node starts it by itself, and Node 20 runs no TypeScript.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

export default async function buildProbe(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ['src/probe/client/main.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
    write: false,
  })
  await mkdir('dist', { recursive: true })
  const draft = `dist/.draft-probe-${process.pid}`
  await writeFile(draft, outputFiles[0]?.text ?? '')
  // Moved into place whole: probes of other test runs may be starting from it.
  await rename(draft, 'dist/probe.js')
}
