// Where a container engine is looked for, from real files as the docker command writes them.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseEndpoints } from './choose-endpoints.ts'

let home = ''

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'fairlead-home-'))
  await writeConfig('.docker', 'other')
  await writeContext('.docker', 'other', { Host: 'unix:///other.sock' })
  await writeContext('.docker', 'far', { Host: 'tcp://far.example:2376', SkipTLSVerify: true }, ['ca.pem', 'key.pem'])
  await writeContext('.docker', 'empty', {})
  await writeConfig('usual', 'default')
  await writeConfig('broken', 'x', '{"currentContext": ')
  await writeConfig('gone', 'removed')
})
afterAll(() => rm(home, { recursive: true }))

async function writeConfig(folder: string, currentContext: string, text = JSON.stringify({ currentContext })) {
  await mkdir(join(home, folder), { recursive: true })
  await writeFile(join(home, folder, 'config.json'), text)
}

async function writeContext(folder: string, name: string, docker: object, files: readonly string[] = []) {
  const id = createHash('sha256').update(name).digest('hex')
  const [meta, tls] = [join(home, folder, 'contexts/meta', id), join(home, folder, 'contexts/tls', id, 'docker')]
  await Promise.all([mkdir(meta, { recursive: true }), mkdir(tls, { recursive: true })])
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }))
  for (const file of files) await writeFile(join(tls, file), `text of ${file}`)
}

const choose = (environment: Readonly<Record<string, string>>) => chooseEndpoints(environment, home)
const usual = () => ({ DOCKER_CONFIG: join(home, 'usual') })

async function addresses(environment: Readonly<Record<string, string>>): Promise<string[]> {
  return (await choose(environment)).map(({ address, namedBy }) => `${address}${namedBy ? ` by ${namedBy}` : ''}`)
}

describe('who decides', () => {
  it('DOCKER_HOST before DOCKER_CONTEXT before the current context', async () => {
    const host = { DOCKER_HOST: 'unix:///host.sock', DOCKER_CONTEXT: 'far' }
    expect(await addresses(host)).toEqual(['unix:///host.sock by DOCKER_HOST'])
    expect(await addresses({ DOCKER_CONTEXT: 'far' })).toEqual(['tcp://far.example:2376 by context far'])
    expect(await addresses({ DOCKER_HOST: '' })).toEqual(['unix:///other.sock by context other'])
  })

  it('nobody: Docker as root, rootless, of Docker Desktop, then podman', async () => {
    const places = [
      'unix:///var/run/docker.sock',
      'unix:///run/user/7/docker.sock',
      `unix://${home}/.docker/run/docker.sock`,
      `unix://${home}/.docker/desktop/docker.sock`,
      'unix:///run/user/7/podman/podman.sock',
      'unix:///run/podman/podman.sock',
    ]
    expect(await addresses({ ...usual(), XDG_RUNTIME_DIR: '/run/user/7' })).toEqual(places)
    const other = { DOCKER_CONTEXT: 'default', XDG_RUNTIME_DIR: '/run/user/7' }
    expect(await addresses(other)).toEqual(places)
  })

  it('podman alone, when kind is told to use it', async () => {
    const podman = { KIND_EXPERIMENTAL_PROVIDER: 'podman', XDG_RUNTIME_DIR: '/run/user/7', DOCKER_HOST: 'unix:///d' }
    expect(await addresses(podman)).toEqual(['unix:///run/user/7/podman/podman.sock', 'unix:///run/podman/podman.sock'])
    expect(await addresses({ ...podman, CONTAINER_HOST: 'unix:///p' })).toEqual(['unix:///p by CONTAINER_HOST'])
  })
})

describe('certificates', () => {
  it('of a context lie beside it', async () => {
    expect(await choose({ DOCKER_CONTEXT: 'far' })).toMatchObject([
      {
        ...{ kind: 'tcp', host: 'far.example', port: 2376, prefix: '' },
        tls: { ca: Buffer.from('text of ca.pem'), key: Buffer.from('text of key.pem'), rejectUnauthorized: false },
      },
    ])
  })

  it('of DOCKER_HOST lie where DOCKER_CERT_PATH says, when DOCKER_TLS_VERIFY is set', async () => {
    const folder = join(home, 'certificates')
    await mkdir(folder)
    await writeFile(join(folder, 'cert.pem'), 'text')
    const environment = { DOCKER_HOST: 'tcp://[fd00::1]', DOCKER_CERT_PATH: folder }
    expect(await choose(environment)).toMatchObject([{ host: 'fd00::1', port: 2375, tls: null }])
    const tls = { cert: Buffer.from('text'), rejectUnauthorized: true }
    expect(await choose({ ...environment, DOCKER_TLS_VERIFY: '1' })).toMatchObject([{ port: 2376, tls }])
  })
})

it.each([
  ['unix:///a b.sock', { kind: 'socket', path: '/a b.sock' }],
  ['tcp://10.0.0.1:80/engine/', { kind: 'tcp', host: '10.0.0.1', port: 80, prefix: '/engine', tls: null }],
  ['https://engine.example', { kind: 'tcp', port: 2376, prefix: '', tls: { rejectUnauthorized: true } }],
  ['ssh://me@far.example:2222', { kind: 'ssh', user: 'me', host: 'far.example', port: 2222 }],
  ['ssh://far.example', { kind: 'ssh', user: null, port: null }],
])('DOCKER_HOST=%s', async (host, endpoint) => {
  expect(await choose({ DOCKER_HOST: host })).toMatchObject([{ ...endpoint, address: host }])
})

it('a password in an address is nowhere in its words', async () => {
  expect(await addresses({ DOCKER_HOST: 'ssh://me:s3cret@far.example' })).toEqual([
    'ssh://me@far.example by DOCKER_HOST',
  ])
})

describe('what cannot be used is refused in words', () => {
  it.each([
    [
      { DOCKER_HOST: 'npipe:////./pipe/x' },
      'DOCKER_HOST is npipe:////./pipe/x: named pipes are a thing of Windows. Unset it, or name a unix:// socket.',
    ],
    [
      { DOCKER_HOST: 'unix://relative' },
      'DOCKER_HOST is unix://relative: expected a path from / on, as in unix:///var/run/docker.sock.',
    ],
    [
      { DOCKER_HOST: '10.0.0.1:2375' },
      'DOCKER_HOST is 10.0.0.1:2375: expected unix://, tcp:// or ssh:// before an address.',
    ],
    [
      { DOCKER_HOST: 'tcp://me:s3cret@' },
      'DOCKER_HOST is tcp://me@: expected a host after ://, and a port if need be.',
    ],
    [
      { DOCKER_CONTEXT: 'no' },
      'DOCKER_CONTEXT names the context no, and there is none of that name. docker context ls lists those that there are; docker context use default returns to the usual one.',
    ],
  ])('%o', async (environment, words) => {
    await expect(choose(environment)).rejects.toThrow(`Cannot reach a container engine: ${words}`)
  })

  it("files of the docker command's own", async () => {
    await expect(choose({ DOCKER_CONFIG: join(home, 'gone') })).rejects.toThrow(
      `${join(home, 'gone', 'config.json')} names the context removed, and there is none of that name.`,
    )
    await expect(choose({ DOCKER_CONFIG: join(home, 'broken') })).rejects.toThrow(
      `${join(home, 'broken', 'config.json')}:1: expected`,
    )
    await expect(choose({ DOCKER_CONTEXT: 'empty' })).rejects.toThrow(
      /the context empty \(\S+meta.json\) names no Engine\./,
    )
  })
})
