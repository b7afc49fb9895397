// Helper containers on the real Engine, and where this process stands as seen from them.
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST_CAPABILITIES } from '../../src/collect/docker/container/host-capabilities.ts'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { networksHere } from '../../src/collect/docker/networks-here.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { bundleProgram, startProgram } from './bundle-program.ts'
import { docker, failure, lines, nodeImage, removeContainers, runContainer } from './docker-command.ts'

const NAME = 'fairlead-test-helper'
const HELPER = 'label=dev.fairlead.helper'

let engine: Engine
let image = ''

beforeAll(async () => {
  engine = await openEngine()
  image = await nodeImage()
  await runContainer(NAME, image, '-c', 'sleep infinity')
})
afterAll(() => removeContainers(NAME))

describe('a helper container', () => {
  const capabilities = ['NET_ADMIN', 'SYS_PTRACE']
  const helpers = async (): Promise<string[]> => lines(await docker('ps', '--all', '--quiet', '--filter', HELPER))

  it('is of the image, in the namespaces asked for, with these rights alone, and is gone when closed', async () => {
    const helper = await engine.runHelper({ image, network: `container:${NAME}`, pid: 'host', capabilities })
    const pid = await docker('inspect', '--format', '{{.State.Pid}}', NAME)
    const script = `
      [ "$(readlink /proc/self/ns/net)" = "$(readlink /proc/${pid}/ns/net)" ] && echo same
      sed -n 's/^CapEff:\t0*//p' /proc/self/status
      touch /file || : >/run/file
      for tool in ip nft iptables-nft-save iptables-legacy-save ss; do command -v $tool; done | wc -l`
    const { output, error } = await helper.run(['sh', '-c', script])
    expect(output).toBe('same\n81000\n5\n')
    expect(error).toContain('Read-only file system')
    expect(await helpers()).toEqual([helper.container.slice(0, 12)])
    await helper.close()
    expect(await helpers()).toEqual([])
  })

  it('needs each of the rights for the host, and no more', async () => {
    await docker('exec', '--detach', '--user', '65534', NAME, 'sleep', '86422')
    const needs = {
      NET_ADMIN: 'nft list ruleset',
      NET_RAW: 'iptables-legacy -S',
      SYS_PTRACE: 'for file in /proc/[0-9]*/fd/0; do readlink "$file" || exit; done',
      DAC_READ_SEARCH: 'for folder in /proc/[0-9]*/fd; do ls "$folder" || exit; done',
      SYS_ADMIN: 'unshare --mount true',
    }
    expect(Object.keys(needs)).toEqual(HOST_CAPABILITIES)
    const namespaces = { network: `container:${NAME}`, pid: `container:${NAME}` } as const
    const succeedsWith = async (capabilities: readonly string[]): Promise<boolean[]> => {
      const helper = await engine.runHelper({ image, ...namespaces, capabilities })
      const results = await Promise.all(Object.values(needs).map((script) => helper.run(['sh', '-c', script])))
      await helper.close()
      return results.map(({ status }) => status === 0)
    }
    expect(await succeedsWith(HOST_CAPABILITIES)).toEqual([true, true, true, true, true])
    for (const [index, missing] of HOST_CAPABILITIES.entries()) {
      const found = await succeedsWith(HOST_CAPABILITIES.filter((capability) => capability !== missing))
      expect({ missing, succeeds: found[index] }).toEqual({ missing, succeeds: false })
    }
  })

  it('of an image that is not there is not started, nor is the image pulled', async () => {
    const options = { network: 'host', pid: null, capabilities, image: 'fairlead.invalid/none:1' } as const
    expect(await failure(engine.runHelper(options))).toBe(
      'Cannot start a helper container of image fairlead.invalid/none:1: the image is not there, and none is ever pulled.',
    )
  })

  it('ends when we are killed', async () => {
    const { child, folder } = await startProgram(`
      const engine = await openEngine()
      const helper = await engine.runHelper({ image: '${image}', network: 'host', pid: 'host', capabilities: [] })
      await helper.run(['sh', '-c', 'echo; sleep 86422 & sleep 86422'], { onOutput: () => console.log('runs') })`)
    expect(await helpers()).toHaveLength(1)
    child.kill('SIGKILL')
    await expect.poll(helpers, { timeout: 10_000 }).toEqual([])
    await rm(folder, { recursive: true })
  })

  it('that was left over is removed by the next', async () => {
    await runContainer(`${NAME}-left`, '--label', 'dev.fairlead.helper=true', image, '-c', ':')
    await docker('wait', `${NAME}-left`)
    const helper = await engine.runHelper({ image, network: 'host', pid: null, capabilities: [] })
    expect(await helpers()).toEqual([helper.container.slice(0, 12)])
    await helper.close()
  })
})

describe('where we stand', () => {
  const program = 'console.log(JSON.stringify(await networksHere(await openEngine())))'

  it("in the Engine's own network namespace its networks are here", async () => {
    const helper = await engine.runHelper({ image, network: 'host', pid: null, capabilities: [] })
    const pid = await docker('inspect', '--format', '{{.State.Pid}}', helper.container)
    const { argv, folder } = await bundleProgram(program)
    const { stdout } = await promisify(execFile)('nsenter', [`--net=/proc/${pid}/ns/net`, '--', ...argv])
    await helper.close()
    expect(JSON.parse(stdout)).toEqual({ sameHost: true, sameNamespace: true, pidsVisible: true })
    await rm(folder, { recursive: true })
  })

  it('in another namespace of the same machine they are not', async () => {
    const { argv, folder } = await bundleProgram(program)
    const { stdout } = await promisify(execFile)('unshare', ['--net', '--', ...argv])
    expect(JSON.parse(stdout)).toEqual({ sameHost: true, sameNamespace: false, pidsVisible: true })
    const withoutPids = await promisify(execFile)('unshare', [
      '--net',
      '--pid',
      '--fork',
      '--mount-proc',
      '--',
      ...argv,
    ])
    expect(JSON.parse(withoutPids.stdout)).toEqual({ sameHost: false, sameNamespace: false, pidsVisible: false })
    expect(await networksHere({ ...engine, isLocal: false })).toMatchObject({ sameHost: false })
    await rm(folder, { recursive: true })
  })
})
