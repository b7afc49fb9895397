// Chooses where to ask for a container engine, as the docker command does; then where engines usually are.
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint, TlsOptions } from './endpoint.ts'
import { parseHost } from './parse-host.ts'
import { readContext, readCurrentContext, readTls } from './read-context.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** In the order in which to try them; one alone when somebody named it. Throws CannotLookError, InputError. */
export async function chooseEndpoints(environment: Environment = process.env, home = homedir()): Promise<Endpoint[]> {
  const given = (name: string): string | null => environment[name] || null
  const isPodman = given('KIND_EXPERIMENTAL_PROVIDER') === 'podman'
  const podmanHost = isPodman ? given('CONTAINER_HOST') : null
  if (podmanHost !== null) return [parseHost(podmanHost, 'CONTAINER_HOST', null)]
  if (isPodman) return podmanSockets(environment).map(usual)
  const folder = given('DOCKER_CONFIG') ?? join(home, '.docker')
  const host = given('DOCKER_HOST')
  if (host !== null) return [parseHost(host, 'DOCKER_HOST', await readGivenTls(environment, folder))]
  const fromEnvironment = given('DOCKER_CONTEXT')
  const context = fromEnvironment ?? (await readCurrentContext(folder))
  if (context !== null && context !== 'default') {
    const chosenBy = fromEnvironment === null ? join(folder, 'config.json') : 'DOCKER_CONTEXT'
    return [await readContext(folder, context, chosenBy)]
  }
  return [...dockerSockets(environment, home), ...podmanSockets(environment)].map(usual)
}

/** As the docker command: unverified with DOCKER_TLS alone. */
async function readGivenTls(environment: Environment, folder: string): Promise<TlsOptions | null> {
  const isVerified = Boolean(environment.DOCKER_TLS_VERIFY)
  if (!isVerified && !environment.DOCKER_TLS) return null
  const found = await readTls(environment.DOCKER_CERT_PATH || folder, isVerified)
  return found ?? { rejectUnauthorized: isVerified }
}

function dockerSockets(environment: Environment, home: string): string[] {
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine']
  return [
    'unix:///var/run/docker.sock',
    ...runtimeFolders(environment).map((folder) => `unix://${folder}/docker.sock`),
    `unix://${home}/.docker/run/docker.sock`,
    `unix://${home}/.docker/desktop/docker.sock`,
  ]
}

function podmanSockets(environment: Environment): string[] {
  if (process.platform === 'win32') return ['npipe:////./pipe/podman-machine-default']
  return [...runtimeFolders(environment), '/run'].map((folder) => `unix://${folder}/podman/podman.sock`)
}

/** Of a plain user: systemd makes one, whether or not the variable says so. */
function runtimeFolders({ XDG_RUNTIME_DIR: folder }: Environment): string[] {
  if (folder) return [folder]
  const uid = process.getuid?.() ?? 0
  return uid === 0 ? [] : [`/run/user/${uid}`]
}

function usual(address: string): Endpoint {
  return parseHost(address, null, null)
}
