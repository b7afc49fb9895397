// A root file system that holds only Debian's base, Node with its npm, and git: made once by debootstrap, then copied for a test.
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Folder of a fresh copy below `parent`. The base lies in the user's cache, and is made when it is not there. */
export async function makeBareRoot(parent: string): Promise<string> {
  const base = await ensureBase()
  const root = join(parent, 'root')
  await run('cp', ['-a', base, root])
  await installNode(root)
  await trustWhatThisMachineTrusts(root)
  return root
}

async function ensureBase(): Promise<string> {
  const { mirror, suite } = await aptSource()
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const base = join(cache, 'fairlead-test', `root-${suite}`)
  if (await exists(base)) return base
  const draft = `${base}.draft-${process.pid}`
  await mkdir(dirname(base), { recursive: true })
  try {
    const include = '--include=git,ca-certificates,libstdc++6'
    await run('debootstrap', ['--variant=minbase', include, suite, draft, mirror], { maxBuffer: 64 << 20 })
    // Its downloads stay out of every copy.
    await rm(join(draft, 'var/cache/apt/archives'), { recursive: true, force: true })
    await mkdir(join(draft, 'var/cache/apt/archives/partial'), { recursive: true })
    await rename(draft, base)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return base
}

/** The mirror and suite that this machine's own apt is set to, in whichever form its sources are written. */
async function aptSource(): Promise<{ mirror: string; suite: string }> {
  const os = await readFile('/etc/os-release', 'utf8')
  const suite = /^VERSION_CODENAME=(.+)$/m.exec(os)?.[1] ?? ''
  const format = '$(REPO_URI)|$(CODENAME)|$(COMPONENT)'
  let { stdout } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])
  if (!stdout.includes(`|${suite}|main`)) {
    // Lists that were never fetched are not named.
    await run('apt-get', ['update', '-qq'])
    stdout = (await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])).stdout
  }
  const line = stdout.split('\n').find((text) => text.endsWith(`|${suite}|main`))
  if (!suite || !line) throw new Error(`apt names no main repository of ${suite || 'this system'}:\n${stdout}`)
  return { mirror: line.split('|')[0] ?? '', suite }
}

/** The Node that runs this test, with the npm beside it. */
async function installNode(root: string): Promise<void> {
  const { stdout } = await run('npm', ['root', '--global'])
  await cp(process.execPath, join(root, 'usr/bin/node'))
  await run('cp', ['-a', join(stdout.trim(), 'npm'), join(root, 'usr/lib/npm')])
  for (const name of ['npm', 'npx']) {
    await run('ln', ['-sf', `../lib/npm/bin/${name}-cli.js`, join(root, 'usr/bin', name)])
  }
  const { stdout: libraries } = await run('ldd', [process.execPath])
  for (const [, path = ''] of libraries.matchAll(/=> (\/\S+)/g)) {
    if (await exists(join(root, path))) continue
    await mkdir(dirname(join(root, path)), { recursive: true })
    await cp(path, join(root, path), { dereference: true })
  }
}

/** Names, certificates and proxies: without them no registry can be reached, from whatever network this runs in. */
async function trustWhatThisMachineTrusts(root: string): Promise<void> {
  for (const path of [
    '/etc/resolv.conf',
    '/etc/hosts',
    '/etc/ssl/certs/ca-certificates.crt',
    process.env.NODE_EXTRA_CA_CERTS,
  ]) {
    if (!path || !(await exists(path))) continue
    await mkdir(dirname(join(root, path)), { recursive: true })
    await rm(join(root, path), { force: true })
    await cp(path, join(root, path), { dereference: true })
  }
  const { stdout } = await run('apt-config', ['dump', '--no-empty', 'Acquire'])
  const proxies = stdout.split('\n').filter((line) => /^Acquire::https?::Proxy /i.test(line))
  await writeFile(join(root, 'etc/apt/apt.conf.d/90-proxy'), `${proxies.join('\n')}\n`)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
