// Runs vitest and counts from its JSON report; in CI a test that was skipped is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode, setUp } from './set-up.mjs'

export async function runTests(args) {
  const unasked = args.includes('--yes') || process.env.npm_config_yes === 'true' || Boolean(process.env.CI)
  if (process.platform !== 'linux') {
    console.error(
      `The tests run the real Linux kernel; this is ${process.platform}. Run them in a Linux machine or container.`,
    )
    return 3
  }
  await setUp({ unasked, tools: true })
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-test-'))
  try {
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const paths = args.filter((arg) => arg !== '--yes')
    const status = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--no-isolate', ...reporters, ...paths])
    return conclude(countTests(report), status, Boolean(process.env.CI))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Null when there is no report: vitest itself did not get far enough to write one. */
function countTests(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    // A file that cannot be loaded has no tests to count, and still fails.
    const brokenFiles = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    ).length
    return {
      passed: numPassedTests,
      failed: numFailedTests + brokenFiles,
      skipped: numPendingTests + numTodoTests,
    }
  } catch {
    return null
  }
}

/** Prints the last line and gives the exit status. */
export function conclude(counts, status, inCi) {
  if (!counts) {
    console.error('vitest wrote no report.')
    return status || 1
  }
  const { passed, failed, skipped } = counts
  const skippedCounts = inCi && skipped > 0
  if (skippedCounts) console.error(`${skipped} tests did not run; in CI every test has to.`)
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  if (failed > 0 || skippedCounts) return status || 1
  return status
}
