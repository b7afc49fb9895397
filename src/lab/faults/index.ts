// The faults that can be switched on in the practice network.
import { UsageError } from '../../model/errors.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Fault } from '../fault.ts'
import * as all from './all.ts'

export function listFaults(): Fault[] {
  return Object.values<Fault>(all).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function findFault(name: string): Fault {
  const faults = listFaults()
  const found = faults.find((fault) => fault.name === name)
  if (found !== undefined) return found
  const nearest = nearestNames(
    name,
    faults.map((fault) => fault.name),
  )
  const hint = nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`
  throw new UsageError(`The practice network has no fault named ${name}.${hint} All of them: fairlead lab faults`)
}
