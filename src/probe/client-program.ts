// Where the bundled program of the probe lies: beside this chunk in dist/, also when this runs from source (tests).
import { fileURLToPath } from 'node:url'

export const clientProgram: string = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/probe.js' : './probe.js', import.meta.url),
)
