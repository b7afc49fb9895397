// Chooses the context of a kubeconfig, and finds the cluster and the user that it names.
import { CannotLookError, UsageError } from '../../../model/errors.ts'
import { nearestNames } from '../../../model/nearest-names.ts'
import { textOf } from '../../../parse/json-value.ts'
import { InputError } from '../../../schema/input-error.ts'
import type { Kubeconfig, KubeconfigEntry } from './read-kubeconfig.ts'

export interface ChosenContext {
  readonly name: string
  readonly namespace: string
  readonly clusterName: string
  readonly cluster: KubeconfigEntry
  readonly userName: string
  /** Null when the context names nobody: then nothing is presented to the server. */
  readonly user: KubeconfigEntry | null
}

/** `wanted` is --context; null chooses the current one. Throws CannotLookError, UsageError, InputError. */
export function chooseContext(kubeconfig: Kubeconfig, wanted: string | null): ChosenContext {
  const name = wanted ?? kubeconfig.currentContext
  if (name === null) throw noContext(kubeconfig)
  const context = kubeconfig.contexts.get(name)
  if (context === undefined) throw unknownContext(kubeconfig, name, wanted === null)
  const clusterName = textOf(context.fields, 'cluster') ?? ''
  const userName = textOf(context.fields, 'user') ?? ''
  const cluster = kubeconfig.clusters.get(clusterName)
  const user = kubeconfig.users.get(userName)
  if (cluster === undefined) throw missingPart(context, name, 'cluster', clusterName, kubeconfig.clusters)
  if (user === undefined && userName !== '') throw missingPart(context, name, 'user', userName, kubeconfig.users)
  const namespace = textOf(context.fields, 'namespace') ?? ''
  return {
    name,
    namespace: namespace === '' ? 'default' : namespace,
    clusterName,
    cluster,
    userName,
    user: user ?? null,
  }
}

function noContext({ files, contexts }: Kubeconfig): Error {
  const names = [...contexts.keys()].sort()
  const what = `No cluster is chosen: ${files.join(' and ')} ${files.length > 1 ? 'set' : 'sets'} no current-context`
  if (names.length === 0) {
    return new CannotLookError(`${what} and no context. Name another file with --kubeconfig FILE.`)
  }
  return new CannotLookError(
    `${what}. Choose one of ${listed(names)}: --context NAME, or for good kubectl config use-context NAME.`,
  )
}

function unknownContext({ files, contexts }: Kubeconfig, name: string, isCurrent: boolean): Error {
  const where = files.join(' and ')
  const found = isCurrent
    ? `The current-context of ${where} is ${name}, and there is no such context`
    : `Unknown context ${name}: it is not in ${where}`
  const nearest = nearestNames(name, contexts.keys())
  const names = [...contexts.keys()].sort()
  const known =
    names.length === 0 ? 'There is none at all.' : `There ${names.length > 1 ? 'are' : 'is'} ${listed(names)}.`
  const words = `${found}. ${nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : known}`
  if (!isCurrent) return new UsageError(words)
  return new CannotLookError(`${words} Choose with --context NAME, or kubectl config use-context NAME.`)
}

function missingPart(
  { file }: KubeconfigEntry,
  context: string,
  part: 'cluster' | 'user',
  name: string,
  known: ReadonlyMap<string, KubeconfigEntry>,
): Error {
  const nearest = nearestNames(name, known.keys())
  const meant = nearest.length > 0 ? `; did you mean ${nearest.join(' or ')}?` : ''
  const expected = `expected the name of a ${part}, found ${name === '' ? 'none' : `${name}, which is not there`}${meant}`
  return new InputError({ file, line: null, field: `contexts[${context}].${part}`, expected })
}

/** A machine of many clusters has many contexts. */
function listed(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ')
}
