// The error of a cluster that lets nothing at all be read.
import { CannotLookError } from '../../model/errors.ts'
import { ApiError, type Cluster } from './cluster.ts'
import { accessRules } from './wanted-resources.ts'

export function nothingRead({ context, server }: Cluster, errors: readonly unknown[]): Error {
  const [unreached] = errors.filter((error) => !(error instanceof ApiError))
  if (unreached instanceof Error) return unreached
  const answers = errors.filter((error) => error instanceof ApiError)
  const where = `the API server of context ${context} (${server})`
  const refused = answers.find(({ status }) => status === 401)
  if (refused !== undefined) {
    return new CannotLookError(
      `Cannot look at the cluster: ${where} does not know who asks (401 Unauthorized). The token or certificate in the kubeconfig has ` +
        'expired or belongs to another cluster: log in anew, or have it written again (kind export kubeconfig). kubectl get nodes should say the same.',
      { cause: refused },
    )
  }
  const forbidden = answers.find(({ status }) => status === 403)
  if (forbidden !== undefined) {
    const resources = [...new Set(accessRules().flatMap((rule) => rule.resources))].join(', ')
    return new CannotLookError(
      `Cannot look at the cluster: ${where} lets nothing be read: ${forbidden.message}. ` +
        `What is missing is a ClusterRole that may get or list ${resources}.`,
      { cause: forbidden },
    )
  }
  const [first] = answers
  return new CannotLookError(
    `Cannot look at the cluster: ${where} answers every question with HTTP status ${first?.status ?? 'unknown'} (${first?.message ?? 'nothing'}). ` +
      'It may not be ready yet, or another program has taken its port: kubectl get --raw /readyz says more.',
    { cause: first },
  )
}
