// `npm test`: sets up what a fresh machine lacks, runs every test, and ends with one plain line of counts.
import { requireNode } from './machine/require-node.mjs'

requireNode()
import('./machine/run-tests.mjs').then(async ({ runTests }) => {
  process.exitCode = await runTests(process.argv.slice(2))
})
