// Gives a test file a state directory of its own for labs, so that a developer's labs are not in the way, and takes down what it leaves.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { listLabs } from '../src/lab/lab-directory.ts'
import { takeDownLab } from '../src/lab/take-down-lab.ts'

/** Gives what XDG_RUNTIME_DIR is while the file's tests run. Call it before hooks that raise a lab. */
export function useOwnLabs(): string {
  const runtime = mkdtempSync(join(tmpdir(), 'fairlead-test-'))
  const before = process.env.XDG_RUNTIME_DIR
  beforeAll(() => {
    process.env.XDG_RUNTIME_DIR = runtime
  })
  afterAll(async () => {
    for (const name of await listLabs()) await takeDownLab(name)
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR
    else process.env.XDG_RUNTIME_DIR = before
    rmSync(runtime, { recursive: true })
  })
  return runtime
}
