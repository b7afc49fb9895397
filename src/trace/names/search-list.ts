// The names that a C library tries for one that a client writes, in order.
import type { ResolvConf } from '../../model/name-files.ts'
import { bareName } from './bare-name.ts'

export interface Candidate {
  readonly name: string
  /** The name as written, without a search domain. */
  readonly asIs: boolean
}

/** glibc resolv/res_query.c, __res_context_search: a name with at least ndots dots is tried as it is first, any other one last; a
 *  final dot leaves out the search list, and a root on the list takes the place of the last try. */
export function searchList(name: string, { search, ndots }: ResolvConf): Candidate[] {
  const bare = bareName(name)
  const asIs: Candidate = { name: bare, asIs: true }
  if (name.endsWith('.')) return [asIs]
  const dots = bare.split('.').length - 1
  const along = search.map((domain) => {
    const root = bareName(domain) === ''
    return { name: root ? bare : `${bare}.${bareName(domain)}`, asIs: root }
  })
  if (dots >= ndots) return [asIs, ...along]
  return along.some((candidate) => candidate.asIs) ? along : [...along, asIs]
}
