// Which rights and files of the machine a lab needs, as another user and with settings played with.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleLabProgram } from '../../../test/bundle-lab-program.ts'

/** Raises a lab, asks it a question, takes it down; prints what it found. */
const source = `
const text = []
try {
  await raiseLab()
  text.push('up')
  process.stdout.write('')
  const status = await execInLab('default', 'shop/web', ['sh', '-c', 'getent hosts db && tail -1 /etc/hosts && head -1 /etc/resolv.conf && cat /etc/kept 2>/dev/null || :'])
  text.push('exec ' + status, (await labStatus('default')).state, 'down ' + (await takeDownLab('default')))
} catch (error) {
  text.push(error.name + ': ' + error.message)
}
console.log(text.join(String.fromCharCode(10)))
`

const answers = `10.96.0.20      db.shop.svc.cluster.local
fd00:10:244:1::a\tweb
search shop.svc.cluster.local svc.cluster.local cluster.local
`

let directory = ''
let program = ''
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fairlead-rights-'))
  chmodSync(directory, 0o755)
  program = await bundleLabProgram(directory, source)
})
afterAll(() => rmSync(directory, { recursive: true }))

function runtimeDirectory(owner?: number): string {
  const runtime = mkdtempSync(join(directory, 'runtime-'))
  if (owner !== undefined) chownSync(runtime, owner, owner)
  return runtime
}

function run(argv: readonly string[], runtime: string): string {
  const [command = '', ...rest] = argv
  return execFileSync(command, rest, {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: runtime },
  })
}

/** Root in a user namespace of its own, where the machine's files and settings can be played with. */
function runAsRootOfItsOwn(script: string): string {
  const file = join(directory, 'script.sh')
  writeFileSync(file, `set -eu\nprogram=${program}\nnode=${process.execPath}\n${script}`)
  return run(['unshare', '--user', '--map-root-user', '--mount', 'sh', file], runtimeDirectory())
}

test('a lab needs no root', () => {
  const isRoot = process.getuid?.() === 0
  const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']
  const argv = [...(isRoot ? nobody : []), process.execPath, program]
  expect(run(argv, runtimeDirectory(isRoot ? 65534 : undefined))).toBe(`${answers}up\nexec 0\nup\ndown true\n`)
})

test('root needs no user namespaces', () => {
  const output = runAsRootOfItsOwn('echo 0 >/proc/sys/user/max_user_namespaces; "$node" "$program"')
  expect(output).toBe(`${answers}up\nexec 0\nup\ndown true\n`)
})

test('with neither, it says what was tried, what is missing and how to get it', () => {
  const output = runAsRootOfItsOwn(
    'echo 0 >/proc/sys/user/max_user_namespaces; setpriv --bounding-set=-all "$node" "$program"',
  )
  expect(output).toBe(
    'CannotLookError: The lab could not make network namespaces: unshare --user --map-root-user --mount --net --pid was tried, and said: ' +
      'unshare: unshare failed: No space left on device; unshare: unshare failed: Operation not permitted. It needs user namespaces, or root. ' +
      'To allow user namespaces: sysctl -w user.max_user_namespaces=10000, on Debian sysctl -w kernel.unprivileged_userns_clone=1, ' +
      'on Ubuntu sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; in a container, start it with --privileged.\n',
  )
})

test('a machine without /etc/resolv.conf and /etc/hosts will do', () => {
  const output = runAsRootOfItsOwn(`
    etc=$(mktemp -d)
    cp -a /etc/passwd /etc/group /etc/nsswitch.conf /etc/alternatives "$etc" 2>/dev/null || :
    echo kept >"$etc/kept"
    mount --bind "$etc" /etc
    "$node" "$program"
    ls /etc | grep -E 'resolv|hosts' || :
    umount /etc; rm -r "$etc"`)
  expect(output).toBe(`${answers}kept\nup\nexec 0\nup\ndown true\n`)
})

test('so will one whose /etc/resolv.conf points into /run, where the lab keeps its state too', () => {
  const output = runAsRootOfItsOwn(`
    etc=$(mktemp -d)
    cp -a /etc/passwd /etc/group /etc/nsswitch.conf /etc/alternatives "$etc" 2>/dev/null || :
    ln -s ../run/systemd/resolve/stub-resolv.conf "$etc/resolv.conf"
    echo 127.0.0.1 localhost >"$etc/hosts"
    mount --bind "$etc" /etc
    mount -t tmpfs tmpfs /run
    mkdir -p /run/user/0
    XDG_RUNTIME_DIR=/run/user/0 "$node" "$program"
    ls /run/user/0
    umount /etc; rm -r "$etc"`)
  expect(output).toBe(`${answers}up\nexec 0\nup\ndown true\n`)
})

test('a missing tool is named before anything is begun, with the package that has it', () => {
  const runtime = runtimeDirectory()
  const output = execFileSync(process.execPath, [program], {
    encoding: 'utf8',
    env: { PATH: join(directory, 'nothing-here'), XDG_RUNTIME_DIR: runtime },
  })
  expect(output).toMatch(
    /^CannotLookError: The lab needs .*unshare.* On Debian and Ubuntu: apt-get install .*util-linux/,
  )
})

test('what a tool says when it fails is passed on, and nothing is left', () => {
  const runtime = runtimeDirectory()
  const tools = mkdtempSync(join(directory, 'tools-'))
  writeFileSync(join(tools, 'bridge'), '#!/bin/sh\necho "bridge: not on this kernel" >&2\nexit 255\n', { mode: 0o755 })
  const output = execFileSync(process.execPath, [program], {
    encoding: 'utf8',
    env: { PATH: `${tools}:${process.env.PATH}`, XDG_RUNTIME_DIR: runtime },
  })
  expect(output).toMatch(/^Error: The lab default did not come up: failed node-[12]\nbridge: not on this kernel\n/)
  expect(readdirSync(runtime)).toEqual([])
})
