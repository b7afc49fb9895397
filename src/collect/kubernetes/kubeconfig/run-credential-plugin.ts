// Runs the program that a kubeconfig names for getting credentials (exec: aws, gke-gcloud-auth-plugin, kubelogin, …).
import { basename } from 'node:path'
import { runCommand } from '../../../enter/run-command.ts'
import { CannotLookError } from '../../../model/errors.ts'
import { isObject, type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../../../parse/json-value.ts'
import type { ChosenContext } from './choose-context.ts'
import { besideKubeconfig, type KubeconfigEntry } from './read-kubeconfig.ts'

export interface PluginCredentials {
  readonly token: string | null
  readonly tls: { readonly cert?: string; readonly key?: string }
}

/** A plugin that fetches a token over the network takes a second or two; one that waits for a person never ends. */
const PLUGIN_TIMEOUT_MS = 20_000

/** Throws CannotLookError. */
export async function runCredentialPlugin(
  user: KubeconfigEntry,
  exec: JsonObject,
  context: ChosenContext,
  ca: Buffer | null,
  signal?: AbortSignal,
): Promise<PluginCredentials> {
  const written = textOf(exec, 'command') ?? ''
  // A bare name is looked up in PATH, anything else lies beside the kubeconfig.
  const command = basename(written) === written ? written : besideKubeconfig(user, written)
  const what = `Cannot prove to the API server who asks: the credential plugin ${command} of user ${context.userName}`
  if (textOf(exec, 'interactiveMode') === 'Always') {
    throw new CannotLookError(
      `${what} wants to ask a person, and it is given no terminal here. Use a user whose plugin asks nothing.`,
    )
  }
  const limit = AbortSignal.timeout(PLUGIN_TIMEOUT_MS)
  const result = await runCommand([command, ...textsOf(exec, 'args')], {
    files: [],
    environment: { ...environmentOf(exec), KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(exec, context, ca)) },
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: NodeJS.ErrnoException) => {
    if (signal?.aborted === true) throw error
    if (limit.aborted) {
      throw new CannotLookError(
        `${what} gave nothing within ${PLUGIN_TIMEOUT_MS / 1000} s. Run kubectl get nodes to see what it waits for.`,
      )
    }
    const hint = textOf(exec, 'installHint')
    const found = error.code === 'ENOENT' ? 'is not installed' : `cannot be run (${error.code ?? 'it did not start'})`
    const next = hint === null ? 'Install it, or put it into PATH.' : `Its kubeconfig says: ${hint.trim()}`
    // The system's error lists the arguments, which may hold secrets.
    throw new CannotLookError(`${what} ${found}. ${next}`, { cause: new Error(error.message) })
  })
  if (result.status !== 0) {
    const words = lastWords(result.error)
    throw new CannotLookError(
      `${what} failed with status ${result.status}: ${words === '' ? 'it said nothing' : words}. Run kubectl get nodes to see the same, and log in anew.`,
    )
  }
  return parseCredential(result.output, what)
}

function environmentOf(exec: JsonObject): Record<string, string> {
  return Object.fromEntries(
    objectsOf(exec, 'env').map((entry) => [textOf(entry, 'name') ?? '', textOf(entry, 'value') ?? '']),
  )
}

/** The ExecCredential that a plugin reads from its environment (client.authentication.k8s.io). */
function execInfo(exec: JsonObject, { cluster }: ChosenContext, ca: Buffer | null): unknown {
  const apiVersion = textOf(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1'
  const info = { kind: 'ExecCredential', apiVersion }
  if (exec.provideClusterInfo !== true) return { ...info, spec: { interactive: false } }
  const config = objectsOf(cluster.fields, 'extensions').find(
    (extension) => textOf(extension, 'name') === 'client.authentication.k8s.io/exec',
  )
  return {
    ...info,
    spec: {
      interactive: false,
      cluster: {
        server: textOf(cluster.fields, 'server') ?? '',
        ...(ca === null ? {} : { 'certificate-authority-data': ca.toString('base64') }),
        ...kept(cluster.fields, ['tls-server-name', 'insecure-skip-tls-verify', 'proxy-url']),
        ...(config === undefined ? {} : { config: config.extension }),
      },
    },
  }
}

function kept(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name]]] : [])))
}

/** Without what may be a token. */
function lastWords(text: string): string {
  const line = text.split('\n').at(-1) ?? ''
  return line.replace(/[\w+/=.-]{40,}/g, '…').slice(0, 300)
}

/** What it printed holds secrets: no message quotes it. */
function parseCredential(output: string, what: string): PluginCredentials {
  let value: unknown = null
  try {
    value = JSON.parse(output)
  } catch {
    // Told below.
  }
  const status = isObject(value) ? objectOf(value, 'status') : {}
  const token = textOf(status, 'token')
  const cert = textOf(status, 'clientCertificateData')
  const key = textOf(status, 'clientKeyData')
  const tls = cert === null || key === null ? {} : { cert, key }
  if (token === null && cert === null) {
    throw new CannotLookError(
      `${what} printed no ExecCredential with a token or a certificate. Run kubectl get nodes to see whether it works there.`,
    )
  }
  return { token, tls }
}
