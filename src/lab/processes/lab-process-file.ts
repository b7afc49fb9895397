// Where the bundled program of the lab's servers lies: beside this chunk in dist/, also when this runs from source (tests).
import { fileURLToPath } from 'node:url'

export const labProcessFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/lab-process.js' : './lab-process.js', import.meta.url),
)
