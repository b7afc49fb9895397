// Which network a command looks at: a snapshot, a network file's, the practice network that is up, or a cluster.
import { UsageError } from '../model/errors.ts'
import { nearestNames } from '../model/nearest-names.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type LiveNetwork, networkOfFile } from './live-network.ts'

export interface NetworkChoice {
  readonly snapshot: string | null
  readonly attach: string | null
  readonly lab: string | null
  readonly context: string | null
  readonly kubeconfig: string | null
  readonly hostHelper: HostHelper
}

/** Whether the host's rules and sockets may be read from a container of the node's own image in its namespaces. */
export type HostHelper = 'ask' | 'yes' | 'no'

/** Asks the person at the terminal; null when nobody is there to ask. */
export type Confirm = ((question: string) => Promise<boolean>) | null

export type ChosenNetwork =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly space: string }
  /** `title`: what it is, where nobody asked for it by a file. `space`: the Kubernetes namespace where `-n` names none. */
  | { readonly kind: 'live'; readonly network: LiveNetwork; readonly title: string | null; readonly space: string }

/** `confirm`: asks the person at the terminal. Throws UsageError, InputError or CannotLookError. */
export async function chooseNetwork(choice: NetworkChoice, confirm: Confirm): Promise<ChosenNetwork> {
  const { snapshot, attach, lab, context, kubeconfig } = choice
  const cluster = context !== null ? '--context' : '--kubeconfig'
  const named = Object.entries({
    ...{ '--snapshot': snapshot, '--attach': attach, '--lab': lab },
    [cluster]: context ?? kubeconfig,
  }).filter(([, value]) => value !== null)
  if (named.length > 1) {
    const found = named.map(([option, value]) => `${option} ${value}`).join(' and ')
    throw new UsageError(`Expected one network to look at, found ${found}. Leave all but one of them out.`)
  }
  if (snapshot !== null) {
    const { readSnapshot } = await import('../collect/snapshot-file.ts')
    return { kind: 'snapshot', snapshot: await readSnapshot(snapshot), space: 'default' }
  }
  if (attach !== null) return { kind: 'live', network: await readFile(attach), title: null, space: 'default' }
  if (context !== null || kubeconfig !== null) return chooseCluster(choice, confirm)
  return (await chooseLab(lab)) ?? (await chooseCluster(choice, confirm))
}

/** Null: none was asked for, and none is up. */
async function chooseLab(wanted: string | null): Promise<ChosenNetwork | null> {
  const { labNetworkFile, listLabs } = await import('../lab/lab-directory.ts')
  const labs = await listLabs()
  const [first, ...others] = wanted === null ? await labsThatStand(labs) : [wanted]
  if (first === undefined) return null
  if (wanted !== null && !labs.includes(wanted)) throw unknownLab(wanted, labs)
  if (others.length > 0) {
    throw new UsageError(
      `Several practice networks are up: ${[first, ...others].join(', ')}. Say which one is meant: --lab ${first}`,
    )
  }
  const network = await readFile(labNetworkFile(first))
  return { kind: 'live', network, title: `the practice network that is up: ${first}`, space: 'default' }
}

async function chooseCluster(choice: NetworkChoice, confirm: Confirm): Promise<ChosenNetwork> {
  const { openClusterNetwork } = await import('./cluster/open-cluster-network.ts')
  return { kind: 'live', ...(await openClusterNetwork({ ...choice, confirm })) }
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
