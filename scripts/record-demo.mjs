// `npm run record-demo`: plays the demo here and writes its recording, and the snapshots that the documentation's outputs come from.
import { mkdirSync } from 'node:fs'
import { runBuilt, setUp } from './machine/set-up.mjs'

const lab = ['--name', 'docs']
const snapshot = (name) => ['snapshot', `docs/examples/${name}.jsonl`, '--lab', 'docs']
const steps = [
  ['lab', 'up', ...lab],
  snapshot('healthy'),
  ['lab', 'break', 'listener-on-loopback', ...lab],
  snapshot('listener-on-loopback'),
  ['lab', 'down', ...lab],
  ['demo', '--record', 'docs'],
]

await setUp({ unasked: false, tools: true })
mkdirSync('docs/examples', { recursive: true })
for (const step of steps) {
  process.exitCode = await runBuilt(step)
  if (process.exitCode !== 0) break
}
if (process.exitCode !== 0) await runBuilt(['lab', 'down', ...lab])
