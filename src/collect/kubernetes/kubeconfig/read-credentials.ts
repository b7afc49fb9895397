// What a kubeconfig says about reaching its server and proving who asks: certificates, tokens, plugins.
import { readFile } from 'node:fs/promises'
import { CannotLookError } from '../../../model/errors.ts'
import { isObject, objectOf, textOf, textsOf } from '../../../parse/json-value.ts'
import { InputError } from '../../../schema/input-error.ts'
import type { ChosenContext } from './choose-context.ts'
import { besideKubeconfig, type KubeconfigEntry } from './read-kubeconfig.ts'
import { runCredentialPlugin } from './run-credential-plugin.ts'

export interface TlsOptions {
  readonly ca?: Buffer
  readonly cert?: Buffer | string
  readonly key?: Buffer | string
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

export interface Credentials {
  readonly tls: TlsOptions
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** Throws CannotLookError and InputError; neither holds anything secret. */
export async function readCredentials(context: ChosenContext, signal?: AbortSignal): Promise<Credentials> {
  const { cluster, user } = context
  const ca = await readData(cluster, 'certificate-authority', 'clusters', context.clusterName)
  const servername = textOf(cluster.fields, 'tls-server-name')
  const trust = {
    ...(ca === null ? {} : { ca }),
    ...(servername === null || servername === '' ? {} : { servername }),
    ...(cluster.fields['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
  }
  if (user === null) return { tls: trust, headers: {} }
  const [cert, key, token] = await Promise.all([
    readData(user, 'client-certificate', 'users', context.userName),
    readData(user, 'client-key', 'users', context.userName),
    readToken(user, context.userName),
  ])
  const own = cert === null || key === null ? {} : { cert, key }
  const headers = impersonation(user)
  const username = textOf(user.fields, 'username')
  if (token !== null) headers.authorization = `Bearer ${token}`
  else if (username !== null) {
    const pair = `${username}:${textOf(user.fields, 'password') ?? ''}`
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  } else if (isObject(user.fields.exec)) {
    const given = await runCredentialPlugin(user, user.fields.exec, context, ca, signal)
    if (given.token !== null) headers.authorization = `Bearer ${given.token}`
    return { tls: { ...trust, ...own, ...given.tls }, headers }
  } else if (isObject(user.fields['auth-provider'])) {
    headers.authorization = `Bearer ${tokenOfProvider(user, context)}`
  }
  return { tls: { ...trust, ...own }, headers }
}

/** `NAME-data` in base64 goes before the file NAME, as in client-go's rest/transport.go. */
async function readData(entry: KubeconfigEntry, name: string, list: string, of: string): Promise<Buffer | null> {
  const data = textOf(entry.fields, `${name}-data`) ?? ''
  if (data !== '') return Buffer.from(data, 'base64')
  const path = textOf(entry.fields, name) ?? ''
  return path === '' ? null : await readBeside(entry, path, `${list}[${of}].${name}`)
}

/** tokenFile goes before token: client-go's clientcmd/client_config.go, getUserIdentificationPartialConfig. */
async function readToken(user: KubeconfigEntry, of: string): Promise<string | null> {
  const path = textOf(user.fields, 'tokenFile') ?? ''
  if (path !== '') return (await readBeside(user, path, `users[${of}].tokenFile`)).toString('utf8').trim()
  const token = textOf(user.fields, 'token') ?? ''
  return token === '' ? null : token
}

async function readBeside(entry: KubeconfigEntry, path: string, field: string): Promise<Buffer> {
  const whole = besideKubeconfig(entry, path)
  return await readFile(whole).catch((error: NodeJS.ErrnoException) => {
    const found = error.code === 'ENOENT' ? `there is no file ${whole}` : error.message
    throw new InputError(
      { file: entry.file, line: null, field, expected: `expected a file: ${found}` },
      { cause: error },
    )
  })
}

function impersonation({ fields }: KubeconfigEntry): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  const as = textOf(fields, 'as')
  const uid = textOf(fields, 'as-uid')
  const groups = textsOf(fields, 'as-groups')
  if (as !== null) headers['impersonate-user'] = as
  if (uid !== null) headers['impersonate-uid'] = uid
  if (groups.length > 0) headers['impersonate-group'] = [...groups]
  const extra = objectOf(fields, 'as-user-extra')
  for (const key of Object.keys(extra)) {
    headers[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = [...textsOf(extra, key)]
  }
  return headers
}

/** The one that kubectl still has, oidc: what it last wrote down is used while it is valid; renewing it is kubectl's. */
function tokenOfProvider(user: KubeconfigEntry, { name, userName }: ChosenContext): string {
  const provider = objectOf(user.fields, 'auth-provider')
  const kind = textOf(provider, 'name') ?? '(unnamed)'
  const token = textOf(objectOf(provider, 'config'), 'id-token')
  const what = `Cannot prove to the API server who asks: user ${userName} of context ${name} uses the auth-provider ${kind}`
  if (kind !== 'oidc') {
    throw new CannotLookError(
      `${what}, which kubectl gave up in 1.26. Put a credential plugin (exec) in its place, or another user.`,
    )
  }
  if (token === null || hasExpired(token)) {
    const found = token === null ? 'no token is kept' : 'the token it keeps has expired'
    throw new CannotLookError(
      `${what}, and ${found}. Run kubectl get nodes once, which renews it, and then this again.`,
    )
  }
  return token
}

/** A JWT's middle part says when it ends, in seconds. */
function hasExpired(token: string): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return isObject(claims) && typeof claims.exp === 'number' && claims.exp * 1000 < Date.now()
  } catch {
    return false
  }
}
