// The fully qualified names that glibc asks for one name, in order. Source: resolv/res_query.c __res_context_search().
import type { ResolvConf } from '../../model/name-files.ts'

/** With fewer dots than ndots the search list comes first, else the name as it is; a final dot means: as it is and no other. */
export function searchCandidates(name: string, { search, ndots }: Pick<ResolvConf, 'search' | 'ndots'>): string[] {
  if (name.endsWith('.')) return [name]
  const asItIs = `${name}.`
  const dots = name.split('.').length - 1
  const listed = search.map((domain) =>
    domain === '.' || domain === '' ? asItIs : `${name}.${domain.replace(/^\.|\.$/g, '')}.`,
  )
  return [...new Set(dots >= ndots ? [asItIs, ...listed] : [...listed, asItIs])]
}
