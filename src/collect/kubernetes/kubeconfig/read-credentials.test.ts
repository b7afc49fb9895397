// Certificates, tokens and credential plugins as a kubeconfig names them, plugins run for real.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseContext } from './choose-context.ts'
import { type Credentials, readCredentials } from './read-credentials.ts'
import { readKubeconfig } from './read-kubeconfig.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-credentials-'))
  await writeFile(join(folder, 'ca.crt'), 'authority')
  await writeFile(join(folder, 'token'), 's3cret-of-file\n')
  await writeFile(join(folder, 'plugin'), '#!/bin/sh\n"$@"\n')
  await chmod(join(folder, 'plugin'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

async function credentials(user: object, cluster: object = {}): Promise<Credentials> {
  const file = join(folder, 'config')
  const config = {
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://a:1', ...cluster } }],
    users: [{ name: 'u', user }],
  }
  await writeFile(file, JSON.stringify(config))
  return await readCredentials(chooseContext(await readKubeconfig(file), null))
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const message = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: Error) => error.message.replaceAll(folder, 'DIR'),
  )

describe('what is written in the file or beside it', () => {
  it('data goes before a file; a file lies beside the kubeconfig', async () => {
    const both = { 'certificate-authority': 'ca.crt', 'certificate-authority-data': base64('inline') }
    expect((await credentials({}, both)).tls.ca?.toString()).toBe('inline')
    expect((await credentials({}, { 'certificate-authority': 'ca.crt' })).tls.ca?.toString()).toBe('authority')
  })

  it('a client certificate, a server name and trust in anybody', async () => {
    const user = { 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') }
    const { tls, headers } = await credentials(user, { 'tls-server-name': 'n', 'insecure-skip-tls-verify': true })
    expect(tls).toEqual({
      cert: Buffer.from('cert'),
      key: Buffer.from('key'),
      servername: 'n',
      rejectUnauthorized: false,
    })
    expect(headers).toEqual({})
  })

  it.each<[string, object, object]>([
    ['a token', { token: 't' }, { authorization: 'Bearer t' }],
    [
      'a token file goes before a token',
      { tokenFile: 'token', token: 't' },
      { authorization: 'Bearer s3cret-of-file' },
    ],
    ['a name and a password', { username: 'a', password: 'b' }, { authorization: `Basic ${base64('a:b')}` }],
    [
      'somebody else whom the user plays',
      { token: 't', as: 'eve', 'as-groups': ['dev', 'ops'], 'as-user-extra': { 'Example.com/a': ['1'] } },
      {
        authorization: 'Bearer t',
        'impersonate-user': 'eve',
        'impersonate-group': ['dev', 'ops'],
        'impersonate-extra-example.com%2fa': ['1'],
      },
    ],
  ])('%s', async (_, user, headers) => {
    expect((await credentials(user)).headers).toEqual(headers)
  })

  it('a file that is not there is named', async () => {
    expect(await message(credentials({ tokenFile: 'gone' }))).toBe(
      'DIR/config: users[u].tokenFile: expected a file: there is no file DIR/gone',
    )
  })
})

describe('a credential plugin', () => {
  const plugin = (...script: string[]) => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin', args: ['sh', '-c', ...script] },
  })

  it('lies beside the kubeconfig, is told the cluster where it asks for it, and gives a token or a certificate', async () => {
    const { exec } = plugin(
      'printf \'{"status":{"token":"%s"}}\' "$(printf %s "$KUBERNETES_EXEC_INFO$OWN" | base64 -w0)"',
    )
    const user = { exec: { ...exec, provideClusterInfo: true, env: [{ name: 'OWN', value: '+own' }] } }
    const { headers } = await credentials(user, { 'certificate-authority': 'ca.crt' })
    const told = Buffer.from(String(headers.authorization).replace('Bearer ', ''), 'base64').toString()
    expect(told.endsWith('+own')).toBe(true)
    expect(JSON.parse(told.slice(0, -'+own'.length))).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {
        interactive: false,
        cluster: { server: 'https://a:1', 'certificate-authority-data': base64('authority') },
      },
    })
    const pair = plugin('echo \'{"status":{"clientCertificateData":"C","clientKeyData":"K"}}\'')
    expect(await credentials(pair)).toEqual({ tls: { cert: 'C', key: 'K' }, headers: {} })
  })

  const errors: [name: string, user: object, message: string][] = [
    [
      'that is not installed is named, with what its kubeconfig says of getting it',
      { exec: { command: 'no-such-plugin', args: ['--secret=s3cret'], installHint: 'apt-get install it\n' } },
      'the credential plugin no-such-plugin of user u is not installed. Its kubeconfig says: apt-get install it',
    ],
    [
      'that fails is quoted, but for what may be a token',
      plugin(`echo first >&2; echo "session expired ${'s3cret'.repeat(9)}" >&2; exit 3`),
      'the credential plugin DIR/plugin of user u failed with status 3: session expired …. Run kubectl get nodes to see the same, and log in anew.',
    ],
    [
      'that prints something else is not quoted',
      plugin('echo s3cret'),
      'the credential plugin DIR/plugin of user u printed no ExecCredential with a token or a certificate. Run kubectl get nodes to see whether it works there.',
    ],
    [
      'that needs a person is not begun',
      { exec: { ...plugin('touch began').exec, interactiveMode: 'Always' } },
      'the credential plugin DIR/plugin of user u wants to ask a person, and it is given no terminal here. Use a user whose plugin asks nothing.',
    ],
  ]
  it.each(errors)('%s', async (_, user, words) => {
    expect(await message(credentials(user))).toBe(`Cannot prove to the API server who asks: ${words}`)
  })
})

describe('an auth-provider', () => {
  const token = (exp: number): string => `h.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`
  const oidc = (idToken: string) => ({ 'auth-provider': { name: 'oidc', config: { 'id-token': idToken } } })

  it('of the kind oidc lends the token it keeps while that is valid', async () => {
    const valid = token(4_000_000_000)
    expect((await credentials(oidc(valid))).headers).toEqual({ authorization: `Bearer ${valid}` })
    expect(await message(credentials(oidc(token(1))))).toBe(
      'Cannot prove to the API server who asks: user u of context x uses the auth-provider oidc, and the token it keeps has expired. ' +
        'Run kubectl get nodes once, which renews it, and then this again.',
    )
  })

  it('of another kind is one that kubectl no longer has', async () => {
    expect(await message(credentials({ 'auth-provider': { name: 'gcp' } }))).toBe(
      'Cannot prove to the API server who asks: user u of context x uses the auth-provider gcp, which kubectl gave up in 1.26. ' +
        'Put a credential plugin (exec) in its place, or another user.',
    )
  })
})
