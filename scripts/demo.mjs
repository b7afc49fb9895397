// `npm run demo`: sets up what a fresh machine lacks, then shows a healthy path and the famous failures with their repair.
import { requireNode } from './machine/require-node.mjs'

requireNode()
import('./machine/set-up.mjs').then(async ({ setUp, runBuilt }) => {
  const args = process.argv.slice(2)
  const unasked = args.includes('--yes') || process.env.npm_config_yes === 'true' || Boolean(process.env.CI)
  // Elsewhere than on Linux there is nothing to install: the demo replays a recording.
  await setUp({ unasked, tools: process.platform === 'linux' })
  process.exitCode = await runBuilt(['demo', ...args.filter((arg) => arg !== '--yes')])
})
