// Takes the name of a fact apart: which namespace, which group, which key, and whether it was there.
import type { FactId } from '../../model/snapshot.ts'

export interface FactName {
  /** Empty for objects, containers and networks. */
  readonly namespace: string
  readonly group: string
  readonly key: string
  /** False for what was looked for and is not there (`?` after the group). */
  readonly present: boolean
}

export function parseFactId(id: FactId): FactName {
  const hash = id.indexOf('#')
  const rest = id.slice(hash + 1)
  const end = rest.search(/[/?]/)
  return {
    namespace: hash < 0 ? '' : id.slice(0, hash),
    group: end < 0 ? rest : rest.slice(0, end),
    key: end < 0 ? '' : rest.slice(end + 1),
    present: end < 0 || rest[end] === '/',
  }
}
