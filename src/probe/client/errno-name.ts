// The name of a system error: Node names most, and for the others gives only the number.
import { constants } from 'node:os'
import type { Outcome } from '../../model/measurement.ts'

export function errnoName(error: NodeJS.ErrnoException): Outcome {
  const { code, errno } = error
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return code as Outcome
  const found = Object.entries(constants.errno).find(([, number]) => number === Math.abs(errno ?? 0))
  return (found?.[0] ?? `E${Math.abs(errno ?? 0)}`) as Outcome
}
