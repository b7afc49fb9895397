// Which network a command looks at: a snapshot, a network that already stands, or the practice network that is up.
import { CannotLookError, UsageError } from '../model/errors.ts'
import { nearestNames } from '../model/nearest-names.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type LiveNetwork, networkOfFile } from './live-network.ts'

export interface NetworkChoice {
  readonly snapshot: string | null
  readonly attach: string | null
  readonly lab: string | null
}

export type ChosenNetwork =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** `lab`: its name, when nobody asked for it by a file. */
  | { readonly kind: 'live'; readonly network: LiveNetwork; readonly lab: string | null }

/** Throws UsageError, InputError or CannotLookError. */
export async function chooseNetwork({ snapshot, attach, lab }: NetworkChoice): Promise<ChosenNetwork> {
  const named = Object.entries({ '--snapshot': snapshot, '--attach': attach, '--lab': lab }).filter(
    ([, value]) => value !== null,
  )
  if (named.length > 1) {
    const found = named.map(([option, value]) => `${option} ${value}`).join(' and ')
    throw new UsageError(`Expected one network to look at, found ${found}. Leave all but one of them out.`)
  }
  if (snapshot !== null) {
    const { readSnapshot } = await import('../collect/snapshot-file.ts')
    return { kind: 'snapshot', snapshot: await readSnapshot(snapshot) }
  }
  if (attach !== null) return { kind: 'live', network: await readFile(attach), lab: null }
  return chooseLab(lab)
}

async function chooseLab(wanted: string | null): Promise<ChosenNetwork> {
  const { labNetworkFile, listLabs } = await import('../lab/lab-directory.ts')
  const labs = await listLabs()
  const [first, ...others] = wanted === null ? await labsThatStand(labs) : [wanted]
  if (first === undefined) throw nothingToLookAt()
  if (wanted !== null && !labs.includes(wanted)) throw unknownLab(wanted, labs)
  if (others.length > 0) {
    throw new UsageError(
      `Several practice networks are up: ${[first, ...others].join(', ')}. Say which one is meant: --lab ${first}`,
    )
  }
  return { kind: 'live', network: await readFile(labNetworkFile(first)), lab: first }
}

async function labsThatStand(labs: readonly string[]): Promise<string[]> {
  const { labStatus } = await import('../lab/lab-status.ts')
  const all = await Promise.all(labs.map((name) => labStatus(name)))
  return all.filter(({ state }) => state === 'up' || state === 'half-dead').map(({ name }) => name)
}

async function readFile(path: string): Promise<LiveNetwork> {
  const { readNetworkFile } = await import('../collect/namespaces/read-network-file.ts')
  return networkOfFile(await readNetworkFile(path))
}

export function unknownLab(wanted: string, labs: readonly string[]): UsageError {
  const [nearest] = nearestNames(wanted, labs)
  const there = labs.length === 0 ? 'No lab is up.' : `These are there: ${labs.join(', ')}.`
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  const option = wanted === 'default' ? '' : ` --name ${wanted}`
  return new UsageError(`There is no lab named ${wanted}. ${there}${meant} Raise one with: fairlead lab up${option}`)
}

function nothingToLookAt(): CannotLookError {
  return new CannotLookError(
    'There is no network to look at. Looked for a practice network that is up (none is), a network file (--attach FILE) and ' +
      'a snapshot (--snapshot FILE), and none was given; clusters cannot be read directly yet. ' +
      'Raise a practice network with: fairlead lab up',
  )
}
