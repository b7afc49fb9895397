// Switches faults of a lab on and off; the lab writes down which are on before they are, so that an interrupted one can be mended.
import { UsageError } from '../model/errors.ts'
import { controlLab } from './control-lab.ts'
import type { Fault } from './fault.ts'
import { findFault } from './faults/index.ts'
import { withLabLock } from './lab-lock.ts'
import { readLab, writeLab } from './lab-record.ts'
import { requireWhole } from './lab-status.ts'

export async function breakLab(name: string, faultName: string): Promise<Fault> {
  const fault = findFault(faultName)
  await readLab(name)
  return withLabLock(name, async () => {
    const record = await readLab(name)
    await requireWhole(record)
    if (record.faults.includes(fault.name)) {
      throw new UsageError(
        `The fault ${fault.name} is on already in lab ${name}. Mend it with: fairlead lab mend ${fault.name}`,
      )
    }
    await writeLab({ ...record, faults: [...record.faults, fault.name] })
    try {
      await fault.inject(await controlLab(name))
    } catch (error) {
      await mend(name, fault).catch(() => {})
      throw new Error(`The fault ${fault.name} could not be switched on in lab ${name}: ${words(error)}`, {
        cause: error,
      })
    }
    return fault
  })
}

/** One fault, or all that are on, the last first; gives the names of those that were mended. */
export async function mendLab(name: string, faultName?: string): Promise<string[]> {
  await readLab(name)
  return withLabLock(name, async () => {
    const record = await readLab(name)
    await requireWhole(record)
    const wanted = faultName === undefined ? record.faults.toReversed() : [findFault(faultName).name]
    for (const fault of wanted) {
      if (!record.faults.includes(fault)) {
        const on = record.faults.length === 0 ? 'None is on' : `These are on: ${record.faults.join(', ')}`
        throw new UsageError(`The fault ${fault} is not on in lab ${name}. ${on}.`)
      }
      await mend(name, findFault(fault))
    }
    return wanted
  })
}

async function mend(name: string, fault: Fault): Promise<void> {
  await fault.mend(await controlLab(name))
  const record = await readLab(name)
  await writeLab({ ...record, faults: record.faults.filter((other) => other !== fault.name) })
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
