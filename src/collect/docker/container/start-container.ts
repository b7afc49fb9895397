// Starts a short-lived container of an image that is there already, which ends with us, to look from where we cannot stand.
import { CannotLookError } from '../../../model/errors.ts'
import { isObject, objectOf, textOf } from '../../../parse/json-value.ts'
import type { EngineClient } from '../connection/engine-client.ts'
import { EngineRefusal } from '../connection/engine-refusal.ts'
import type { Helper, HelperOptions } from '../engine.ts'
import { runInContainer } from '../exec/run-in-container.ts'
import { HELPER_LABEL, removeLeftovers } from './remove-leftovers.ts'

/** Ends when its standard input does. /var is empty in it: Debian's tools reach /run through there. */
const HELPER_SCRIPT = `
if [ ! -e /var/run ]; then ln -s /run /var/run; fi
if [ ! -e /var/lock ]; then ln -s /run/lock /var/lock; fi
mkdir -p /run/lock
echo ready
while read -r line; do :; done
`

export async function startContainer(client: EngineClient, options: HelperOptions): Promise<Helper> {
  const { image, signal } = options
  const [volumes] = await Promise.all([volumesOf(client, image, signal), removeLeftovers(client, signal)])
  const container = await createHelper(client, options, volumes)
  const path = `/containers/${container}`
  const remove = (): Promise<void> =>
    client.ask('DELETE', `${path}?force=true&v=true`, { silenceMs: 5_000 }).then(
      () => {},
      () => {},
    )
  try {
    const { connection } = await client.hijack(`${path}/attach?stream=1&stdin=1&stdout=1`, { signal })
    // It is told of by what is asked through it.
    connection.on('error', () => {})
    const ready = new Promise<void>((resolve) => {
      connection.once('data', () => resolve())
      connection.once('close', () => resolve())
    })
    await client.ask('POST', `${path}/start`, { signal })
    await ready
    return {
      container,
      run: runInContainer(client, container, {}),
      close: async () => {
        connection.end()
        await remove()
        connection.destroy()
      },
    }
  } catch (error) {
    await remove()
    throw notStarted(error, image)
  }
}

async function createHelper(
  client: EngineClient,
  { image, network, pid, capabilities, signal }: HelperOptions,
  volumes: readonly string[],
): Promise<string> {
  const body = {
    Image: image,
    Entrypoint: ['sh', '-c', HELPER_SCRIPT],
    Cmd: [],
    User: '0',
    Labels: { [HELPER_LABEL]: 'true' },
    ...{ AttachStdin: true, OpenStdin: true, StdinOnce: true, AttachStdout: true, Tty: false },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: network,
      PidMode: pid ?? '',
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      ReadonlyRootfs: true,
      // mount(2) and the processes of others are kept from a container by these as well.
      SecurityOpt: ['apparmor=unconfined', 'seccomp=unconfined', 'label=disable'],
      LogConfig: { Type: 'none' },
      Tmpfs: { '/run': '', '/tmp': '' },
      // An image's volumes would be made and filled anew on the disk each time.
      Mounts: volumes.map((Target) => ({ Type: 'tmpfs', Target })),
    },
  }
  const created = await client.ask('POST', '/containers/create', { body, signal }).catch((error: unknown) => {
    throw notStarted(error, image)
  })
  const id = isObject(created) ? textOf(created, 'Id') : null
  if (id === null) throw notStarted(new EngineRefusal(200, 'it named no container'), image)
  return id
}

async function volumesOf(client: EngineClient, image: string, signal: AbortSignal | undefined): Promise<string[]> {
  const found = await client
    .ask('GET', `/images/${image.split('/').map(encodeURIComponent).join('/')}/json`, { signal })
    .catch((error: unknown) => {
      throw notStarted(error, image)
    })
  const config = objectOf(isObject(found) ? found : {}, 'Config')
  return Object.keys(objectOf(config, 'Volumes'))
}

function notStarted(error: unknown, image: string): unknown {
  if (!(error instanceof EngineRefusal)) return error
  const isMissing = error.status === 404 && /no such image|image not known|not found/i.test(error.message)
  const why = isMissing
    ? 'the image is not there, and none is ever pulled.'
    : `the Engine refused: ${error.message} (HTTP status ${error.status}).`
  return new CannotLookError(`Cannot start a helper container of image ${image}: ${why}`, { cause: error })
}
