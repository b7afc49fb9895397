// `npm run record-demo`: plays the demo here and writes the recording that is replayed where namespaces are not allowed.
import { mkdirSync } from 'node:fs'
import { runBuilt, setUp } from './machine/set-up.mjs'

await setUp({ unasked: false, tools: true })
mkdirSync('docs/examples', { recursive: true })
process.exitCode = await runBuilt(['demo', '--record', 'docs'])
