// `npm run bench`: times commands side by side in one run, so that only their ratios matter; `-- --json` for programs.
import { execFileSync } from 'node:child_process'
import { setUp } from './machine/set-up.mjs'

const ROUNDS = 21

/** Each row is run in turn, round after round: what else the machine does meets all of them alike. */
const ROWS = [
  { name: 'node -e 0', argv: ['-e', '0'] },
  { name: 'fairlead --version', argv: ['dist/main.js', '--version'] },
  { name: 'fairlead --help', argv: ['dist/main.js', '--help'] },
  { name: 'fairlead explain listener-on-loopback', argv: ['dist/main.js', 'explain', 'listener-on-loopback'] },
]

await setUp({ unasked: false, tools: false })
const times = ROWS.map(() => [])
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, { argv }] of ROWS.entries()) {
    const start = performance.now()
    execFileSync(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] })
    times[index].push(performance.now() - start)
  }
}
const medians = times.map((all) => all.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)])
const rows = ROWS.map(({ name }, index) => ({
  name,
  medianMs: Math.round(medians[index] * 10) / 10,
  timesNode: Math.round((medians[index] / medians[0]) * 100) / 100,
}))
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else {
  console.log(`median of ${ROUNDS} rounds, Node ${process.versions.node}`)
  for (const { name, medianMs, timesNode } of rows) {
    console.log(`${name.padEnd(40)}${`${medianMs} ms`.padStart(10)}${`${timesNode} x`.padStart(9)}`)
  }
}
