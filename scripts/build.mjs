// Bundles src/ into dist/ as lazily loaded chunks, so that a short command starts in the time Node itself needs.
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Programs: name in dist/ → source. Only main is a command; the others are started by it. */
const ENTRY_POINTS = {
  main: 'src/cli/main.ts',
  'lab-process': 'src/lab/processes/main.ts',
  probe: 'src/probe/client/main.ts',
}

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const { outputFiles } = await build({
  entryPoints: Object.fromEntries(Object.entries(ENTRY_POINTS).filter(([, source]) => existsSync(source))),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // Its CommonJS build, which Node would get, loses its names when it is a lazily loaded chunk (import('yaml') gives default alone).
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  logLevel: 'warning',
  write: false,
})

// Each file is moved into place whole: another program of this clone may be running from dist/ meanwhile.
mkdirSync('dist', { recursive: true })
const written = new Set(outputFiles.map(({ path }) => relative('dist', path)))
for (const { path, contents } of [...outputFiles].sort((a, b) => Number(isMain(a)) - Number(isMain(b)))) {
  const draft = join('dist', `.draft-${process.pid}`)
  writeFileSync(draft, contents)
  if (isMain({ path })) chmodSync(draft, 0o755)
  renameSync(draft, path)
}
for (const name of readdirSync('dist')) {
  if (!written.has(name) && !name.startsWith('.draft-')) rmSync(join('dist', name), { recursive: true, force: true })
}

/** Last into place, when all that it loads is there. */
function isMain({ path }) {
  return basename(path) === 'main.js'
}
