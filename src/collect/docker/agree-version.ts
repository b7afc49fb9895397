// Which version of the Engine's API is spoken: the newest that both sides know.
import { CannotLookError } from '../../model/errors.ts'

/** Docker Engine 20.10. */
const OLDEST = '1.41'
/** Docker Engine 27; 29 still speaks it (its oldest is 1.44). Later ones leave out fields of an inspected container. */
const NEWEST = '1.47'

export interface VersionsOffered {
  readonly engine: string
  readonly newest: string | null
  readonly oldest: string | null
}

/** Throws CannotLookError when the Engine is too old. */
export function agreeVersion(address: string, { engine, newest, oldest }: VersionsOffered): string {
  const theirs = newest ?? '0'
  if (compare(theirs, OLDEST) < 0) {
    throw new CannotLookError(
      `Cannot read from the container engine at ${address}: version ${engine} speaks API ${newest ?? 'of no known version'}, ` +
        `and at least ${OLDEST} is needed (Docker Engine 20.10, Podman 4). Update it.`,
    )
  }
  const agreed = compare(theirs, NEWEST) < 0 ? theirs : NEWEST
  // One that no longer speaks what we know: its oldest differs least from it.
  return oldest !== null && compare(oldest, agreed) > 0 ? oldest : agreed
}

function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA - majorB || minorA - minorB
}
