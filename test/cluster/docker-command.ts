// The docker command as the tests use it, and containers of the node's own image that they make with it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { CannotLookError } from '../../src/model/errors.ts'

export async function docker(...argv: readonly string[]): Promise<string> {
  return (await promisify(execFile)('docker', [...argv], { maxBuffer: 1 << 26 })).stdout.trim()
}

export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')

/** That of the nodes which run here, when none is named. */
export async function nodeImage(): Promise<string> {
  const named = process.env.FAIRLEAD_NODE_IMAGE
  if (named) return named
  const [node] = lines(await docker('ps', '--quiet', '--filter', 'label=io.x-k8s.kind.role'))
  if (node === undefined) throw new Error('no node of a kind cluster runs here: kind create cluster makes one')
  return docker('inspect', '--format', '{{.Config.Image}}', node)
}

/** `argv`: options, the image, and arguments of sh. */
export async function runContainer(name: string, ...argv: readonly string[]): Promise<void> {
  await docker('run', '--detach', '--name', name, '--entrypoint', 'sh', ...argv)
}

/** And those whose names begin as its own. */
export async function removeContainers(name: string): Promise<void> {
  const found = lines(await docker('ps', '--all', '--quiet', '--filter', `name=^${name}`))
  if (found.length > 0) await docker('rm', '--force', '--volumes', ...found)
}

/** The words of the CannotLookError that it must end with. */
export async function failure(begun: Promise<unknown>): Promise<string> {
  const error = await begun.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(CannotLookError)
  return error instanceof Error ? error.message : ''
}
