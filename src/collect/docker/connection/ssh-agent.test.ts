// An Engine through ssh, where a program called ssh stands in for the way to the other machine.
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseHost } from '../endpoint/parse-host.ts'
import { openClient } from './engine-client.ts'

let folder = ''
let engine: Server
const path = process.env.PATH

/** Joins its own standard streams to the socket beside it, as `docker system dial-stdio` does on the other machine. */
const DIAL = `
import { connect } from 'node:net'
const socket = connect(process.argv[2])
process.stdin.pipe(socket).pipe(process.stdout)
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-ssh-'))
  engine = createServer((request, answer) => answer.end(JSON.stringify(request.url)))
  await new Promise<void>((resolve) => engine.listen(join(folder, 'engine.sock'), resolve))
  await writeFile(join(folder, 'dial.mjs'), DIAL)
  process.env.PATH = `${folder}:${path}`
})
afterAll(async () => {
  process.env.PATH = path
  engine.close()
  await rm(folder, { recursive: true })
})

async function writeSsh(script: string): Promise<void> {
  await writeFile(join(folder, 'ssh'), `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/argv\n${script}\n`)
  await chmod(join(folder, 'ssh'), 0o755)
}

it('is asked over one connection again and again', async () => {
  await writeSsh(`exec ${process.execPath} ${folder}/dial.mjs ${folder}/engine.sock`)
  const client = openClient(parseHost('ssh://me@far.example:2222', 'DOCKER_HOST', null))
  expect(await client.ask('GET', '/version')).toBe('/version')
  expect(await client.withVersion('1.41').ask('GET', '/info')).toBe('/v1.41/info')
  expect((await readFile(join(folder, 'argv'), 'utf8')).trim().split('\n').slice(4)).toEqual([
    ...['-l', 'me', '-p', '2222', '--', 'far.example', 'docker', 'system', 'dial-stdio'],
  ])
})

it('tells what ssh says when it fails', async () => {
  await writeSsh('echo "Permission denied (publickey)." >&2; exit 255')
  const client = openClient(parseHost('ssh://far.example', 'context far', null))
  await expect(client.ask('GET', '/version')).rejects.toThrow(
    'Cannot reach the container engine at ssh://far.example, which context far names: ssh failed: Permission denied (publickey). ' +
      'It must reach that machine without asking for anything, and the docker command must be there.',
  )
})

it('leaves no ssh behind when it is aborted', async () => {
  await writeSsh(`echo $$ >${folder}/pid; exec sleep 1000`)
  const client = openClient(parseHost('ssh://far.example', null, null))
  await expect(client.ask('GET', '/version', { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout')
  const pid = (await readFile(join(folder, 'pid'), 'utf8')).trim()
  await expect
    .poll(() => execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' }))
    .not.toMatch(new RegExp(`^ *${pid} [^Z]`, 'm'))
})
