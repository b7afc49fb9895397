// The reader of the container engine against the real one: what it sees, what it starts, and that it leaves nothing behind.
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { bundleProgram, startProgram } from './bundle-program.ts'
import { docker, failure, lines, nodeImage, removeContainers, runContainer } from './docker-command.ts'

const NAME = 'fairlead-test-engine'
/** In command lines, to know again what was started here. */
const MARK = '86421'

let engine: Engine
let image = ''

/** Arguments of what runs in the container and bears our mark. */
async function marked(container = NAME): Promise<string[]> {
  return lines(await docker('top', container, '-eo', 'pid,args')).filter((line) => line.includes(MARK))
}

beforeAll(async () => {
  engine = await openEngine()
  image = await nodeImage()
  await runContainer(
    NAME,
    '--env',
    'PASSWORD=hunter2',
    '--label',
    'token=hunter2',
    image,
    '-c',
    'sleep infinity',
    'hunter2',
  )
})
afterAll(() => removeContainers(NAME))

it('the Engine is the one that the docker command talks to', async () => {
  const [version, system] = await Promise.all([
    docker('version', '--format', '{{.Server.Version}}'),
    docker('info', '--format', '{{.OperatingSystem}}'),
  ])
  expect(engine).toMatchObject({
    name: 'Docker Engine',
    version,
    operatingSystem: system,
    rootless: false,
    isLocal: true,
  })
})

describe('what it inspects', () => {
  it('are all networks and containers, without what a password may be in', async () => {
    const facts = await engine.inspect()
    const networks = lines(await docker('network', 'ls', '--format', '{{.Name}}'))
    expect(facts.networks.map(({ Name }) => Name).sort()).toEqual(networks.sort())
    const own = facts.containers.find(({ Name }) => Name === `/${NAME}`)
    expect(own).toMatchObject({
      State: { Running: true },
      Config: { Image: image },
      HostConfig: { NetworkMode: 'default' },
    })
    expect(JSON.stringify(facts)).not.toContain('hunter2')
  })

  it('a container that goes away meanwhile is no error', async () => {
    let isOver = false
    const churn = async (index: number): Promise<void> => {
      while (!isOver) {
        await docker('create', '--name', `${NAME}-churn-${index}`, '--network', 'none', image)
        await docker('rm', '--force', '--volumes', `${NAME}-churn-${index}`)
      }
    }
    const churning = [churn(1), churn(2)]
    for (let times = 0; times < 60; times += 1) {
      expect((await engine.inspect()).containers.map(({ Name }) => Name)).toContain(`/${NAME}`)
    }
    isOver = true
    await Promise.all(churning)
  })
})

describe('a command in a container', () => {
  it('gets its input, and gives its output, words and exit status', async () => {
    const pieces: string[] = []
    const onOutput = (text: string): void => void pieces.push(text)
    const input = `${'é\n'.repeat(200_000)}\n\n`
    const script = 'cat; id -u >&2; readlink /proc/self/fd/3 >&2; exit 3'
    const result = await engine.runIn(NAME)(['sh', '-c', script], { input, onOutput })
    expect({ ...result, output: result.output === input }).toEqual({ status: 3, output: true, error: '0' })
    expect(pieces.join('')).toBe(input)
  })

  it('without input reads its end at once, and need not read what it is given', async () => {
    const run = engine.runIn(NAME)
    expect(await run(['cat'])).toEqual({ status: 0, output: '', error: '' })
    expect(await run(['echo', 'a b', '$HOME'], { input: 'x'.repeat(1 << 20) })).toMatchObject({ output: 'a b $HOME\n' })
  })

  it('has the capabilities of its container, or all of them when asked', async () => {
    const argv = ['sed', '-n', 's/^CapEff:\t0*//p', '/proc/self/status']
    expect((await engine.runIn(NAME)(argv)).output).toBe('a80425fb\n')
    expect((await engine.runIn(NAME, { privileged: true })(argv)).output.length).toBeGreaterThan(9)
  })

  it('leaves no process in it, when it ends by itself or is aborted', async () => {
    const script = `timeout ${MARK} sleep ${MARK} & (sleep ${MARK}.1 & sleep ${MARK}.2) & `
    await engine.runIn(NAME)(['sh', '-c', `${script} :`])
    await expect.poll(marked).toEqual([])
    const abort = new AbortController()
    const begun = engine.runIn(NAME)(['sh', '-c', `${script} echo; wait`], {
      input: 'x'.repeat(1 << 20),
      signal: abort.signal,
      onOutput: () => void marked().then((found) => abort.abort(new Error(`interrupted ${found.length > 3}`))),
    })
    await expect(begun).rejects.toThrow('interrupted true')
    await expect.poll(marked).toEqual([])
  })

  it('leaves no process in it, whenever it is aborted', async () => {
    for (let afterMs = 0; afterMs < 120; afterMs += 4) {
      const begun = [0, 1, 2, 3].map((more) => {
        const signal = AbortSignal.timeout(afterMs + more)
        return engine.runIn(NAME)(['sleep', MARK], more % 2 === 0 ? { signal } : { signal, input: 'given' })
      })
      await Promise.all(begun.map((one) => expect(one).rejects.toThrow('timeout')))
      await expect.poll(marked).toEqual([])
    }
  })

  it('leaves no process in it when we are killed', async () => {
    const { child, folder } = await startProgram(`
      const engine = await openEngine()
      await engine.runIn('${NAME}')(['sh', '-c', 'echo; sleep ${MARK} & sleep ${MARK}'], { onOutput: () => console.log('runs') })`)
    expect((await marked()).length).toBeGreaterThan(2)
    child.kill('SIGKILL')
    await expect.poll(marked, { timeout: 5_000 }).toEqual([])
    await rm(folder, { recursive: true })
  })
})

describe('what cannot be looked into', () => {
  it('a command that is not there', async () => {
    expect(await failure(engine.runIn(NAME)(['no-such-command']))).toBe(
      `Cannot run no-such-command in container ${NAME}: it is not there.`,
    )
  })

  it('a container that is not there', async () => {
    expect(await failure(engine.runIn('fairlead-test-none')(['true']))).toBe(
      'Cannot look into container fairlead-test-none: it is gone: there is no such container. It was removed meanwhile; run the same command again.',
    )
  })

  it('a container without a shell', async () => {
    const name = `${NAME}-no-shell`
    await runContainer(name, image, '-c', 'rm -f /bin/sh /usr/bin/sh; exec sleep infinity')
    await expect
      .poll(() => engine.runIn(name)(['true']).catch(String), { timeout: 5_000 })
      .toMatch(
        /^CannotLookError: Cannot look into container \S+: .*"sh".* Its image has no shell \(sh\), which everything read there needs\.$/,
      )
  })

  it('a container that is paused, stopped, or stopped in the middle', async () => {
    const name = `${NAME}-stopped`
    const cannot = `Cannot look into container ${name}:`
    await runContainer(name, image, '-c', 'exec sleep infinity')
    await docker('pause', name)
    const run = engine.runIn(name)
    expect(await failure(run(['true']))).toBe(`${cannot} it is paused. docker unpause ${name} lets it run again.`)
    await docker('unpause', name)
    const onOutput = (): void => void docker('kill', name)
    expect(await failure(run(['sh', '-c', 'echo; sleep 1000'], { onOutput }))).toBe(
      `${cannot} the container was stopped meanwhile.`,
    )
    expect(await failure(run(['true']))).toBe(`${cannot} it is not running. docker start ${name} starts it.`)
  })
})

it('a user without the right is told how to get it', async () => {
  const { argv, folder } = await bundleProgram('await openEngine().catch((error) => console.log(error.message))')
  const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--', ...argv]
  const { stdout } = await promisify(execFile)('setpriv', asNobody, { env: { PATH: process.env.PATH, HOME: '/' } })
  expect(stdout).toBe(
    'Cannot reach the container engine at unix:///var/run/docker.sock: this user may not open the socket. ' +
      'It is for root and group docker: join that group (sudo usermod -aG docker $USER, then log in anew), or run the same command as root.\n',
  )
  await rm(folder, { recursive: true })
})
