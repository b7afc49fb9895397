// Opens a cluster by kubeconfig, as kubectl would choose it.
import { textOf } from '../../parse/json-value.ts'
import { InputError } from '../../schema/input-error.ts'
import type { Cluster } from './cluster.ts'
import { chooseProxy } from './connection/choose-proxy.ts'
import { openConnections } from './connection/open-connections.ts'
import { readAnswer } from './connection/read-answer.ts'
import { type ChosenContext, chooseContext } from './kubeconfig/choose-context.ts'
import { readCredentials } from './kubeconfig/read-credentials.ts'
import { readKubeconfig } from './kubeconfig/read-kubeconfig.ts'

/** As --kubeconfig and --context give them. */
export interface ClusterChoice {
  readonly kubeconfig: string | null
  readonly context: string | null
}

/** Asks the server nothing yet. Throws CannotLookError, UsageError and InputError. */
export async function openCluster(choice: ClusterChoice, signal?: AbortSignal): Promise<Cluster> {
  const chosen = chooseContext(await readKubeconfig(choice.kubeconfig), choice.context)
  const url = serverOf(chosen)
  const server = `${url.origin}${prefixOf(url)}`
  const credentials = await readCredentials(chosen, signal)
  const proxy = chooseProxy(url, textOf(chosen.cluster.fields, 'proxy-url'))
  const connections = openConnections(url, proxy, credentials.tls)
  const from = { context: chosen.name, server, userName: chosen.userName }
  return {
    context: chosen.name,
    clusterName: chosen.clusterName,
    server,
    namespace: chosen.namespace,
    get: (path, ending) =>
      readAnswer(connections, { path: `${prefixOf(url)}${path}`, headers: credentials.headers, from }, ending),
    close: () => connections.close(),
  }
}

function serverOf({ cluster, clusterName }: ChosenContext): URL {
  const text = textOf(cluster.fields, 'server') ?? ''
  // As client-go does: a bare host stands for http.
  const whole = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(whole) && /^https?:/.test(whole)) return new URL(whole)
  const expected = `expected the URL of an API server, found ${text === '' ? 'none' : 'something else'}`
  throw new InputError({ file: cluster.file, line: null, field: `clusters[${clusterName}].server`, expected })
}

/** Rancher and other gateways serve a cluster under a path of their own. */
function prefixOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '')
}
