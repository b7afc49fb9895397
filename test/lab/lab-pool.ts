// A few practice networks side by side, lent to one test at a time and mended before they are lent again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { raiseLab } from '../../src/lab/raise-lab.ts'
import { takeDownLab } from '../../src/lab/take-down-lab.ts'

export interface LabPool {
  /** A lab that could not be mended is not lent again. */
  readonly use: <Result>(work: (lab: string) => Promise<Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

/** In a directory of their own, so that a developer's labs are not in the way. */
export function openLabPool(prefix: string, labsAtOnce: number): LabPool {
  const runtime = mkdtempSync(join(tmpdir(), `fairlead-${prefix}-`))
  const before = process.env.XDG_RUNTIME_DIR
  process.env.XDG_RUNTIME_DIR = runtime
  const idle: string[] = []
  const waiting: (() => void)[] = []
  let lent = 0
  let raised = 0

  const take = async (): Promise<string> => {
    while (lent >= labsAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    lent += 1
    const lab = idle.pop()
    if (lab !== undefined) return lab
    raised += 1
    return (await raiseLab({ name: `${prefix}-${raised}` })).name
  }
  const giveBack = (): void => {
    lent -= 1
    waiting.shift()?.()
  }
  return {
    use: async (work) => {
      const lab = await take().catch((error: unknown) => {
        giveBack()
        throw error
      })
      try {
        const result = await work(lab)
        idle.push(lab)
        return result
      } catch (error) {
        await takeDownLab(lab)
        throw error
      } finally {
        giveBack()
      }
    },
    close: async () => {
      for (const lab of idle) await takeDownLab(lab)
      if (before === undefined) delete process.env.XDG_RUNTIME_DIR
      else process.env.XDG_RUNTIME_DIR = before
      rmSync(runtime, { recursive: true, force: true })
    },
  }
}
