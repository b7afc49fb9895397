// What the docker command's own files say of an Engine: the current context, its address, its certificates.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotLookError } from '../../../model/errors.ts'
import { isObject, objectOf, textOf } from '../../../parse/json-value.ts'
import type { Endpoint, TlsOptions } from './endpoint.ts'
import { parseHost } from './parse-host.ts'

/** `folder` is ~/.docker. null: the default one. Throws InputError when the file is no JSON. */
export async function readCurrentContext(folder: string): Promise<string | null> {
  const path = join(folder, 'config.json')
  const text = await readIfThere(path)
  const config = text === null ? null : await parse(text, path)
  return isObject(config) ? textOf(config, 'currentContext') || null : null
}

/** Throws CannotLookError when there is no such context or it names no Engine. */
export async function readContext(folder: string, name: string, chosenBy: string): Promise<Endpoint> {
  // docker/cli, cli/context/store: folders are named by the SHA-256 of the context's name.
  const id = createHash('sha256').update(name).digest('hex')
  const path = join(folder, 'contexts', 'meta', id, 'meta.json')
  const text = await readIfThere(path)
  const next = 'docker context ls lists those that there are; docker context use default returns to the usual one.'
  if (text === null) {
    throw new CannotLookError(
      `Cannot reach a container engine: ${chosenBy} names the context ${name}, and there is none of that name. ${next}`,
    )
  }
  const meta = await parse(text, path)
  const docker = objectOf(objectOf(isObject(meta) ? meta : {}, 'Endpoints'), 'docker')
  const host = textOf(docker, 'Host')
  if (host === null || host === '') {
    throw new CannotLookError(`Cannot reach a container engine: the context ${name} (${path}) names no Engine. ${next}`)
  }
  const tls = await readTls(join(folder, 'contexts', 'tls', id, 'docker'), docker.SkipTLSVerify !== true)
  return parseHost(host, `context ${name}`, tls)
}

/** ca.pem, cert.pem and key.pem of a folder; null when none of them is there. */
export async function readTls(folder: string, rejectUnauthorized: boolean): Promise<TlsOptions | null> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readFile(join(folder, file)).catch(ifMissing)),
  )
  if (!ca && !cert && !key) return null
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), rejectUnauthorized }
}

async function parse(text: string, path: string): Promise<unknown> {
  const { parseJson } = await import('../../../schema/parse-json.ts')
  return parseJson(text, path)
}

function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(ifMissing)
}

function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw new CannotLookError(
    `Cannot reach a container engine: a file that says how cannot be read: ${error.message}. Correct its owner or its mode.`,
    { cause: error },
  )
}
