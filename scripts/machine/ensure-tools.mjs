// Checks that the system tools which read and build Linux networks are there, and installs them where that is allowed.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createInterface } from 'node:readline/promises'

/** Tool → the package that holds it, by package manager. */
const TOOLS = {
  ip: { debian: 'iproute2', fedora: 'iproute', other: 'iproute2' },
  bridge: { debian: 'iproute2', fedora: 'iproute', other: 'iproute2' },
  ss: { debian: 'iproute2', fedora: 'iproute', other: 'iproute2' },
  nft: { debian: 'nftables', fedora: 'nftables', other: 'nftables' },
  iptables: { debian: 'iptables', fedora: 'iptables-nft', other: 'iptables' },
  'iptables-save': { debian: 'iptables', fedora: 'iptables-nft', other: 'iptables' },
  nsenter: { debian: 'util-linux', fedora: 'util-linux', other: 'util-linux' },
  unshare: { debian: 'util-linux', fedora: 'util-linux', other: 'util-linux' },
}

const MANAGERS = [
  { tool: 'apt-get', names: 'debian', line: (packages) => `apt-get update && apt-get install -y ${packages}` },
  { tool: 'dnf', names: 'fedora', line: (packages) => `dnf install -y ${packages}` },
  { tool: 'pacman', names: 'other', line: (packages) => `pacman -S --noconfirm ${packages}` },
  { tool: 'zypper', names: 'other', line: (packages) => `zypper install -y ${packages}` },
  { tool: 'apk', names: 'other', line: (packages) => `apk add ${packages}` },
]

/**
 * Ends the process with status 3, and the one line to run, when tools are missing and may not be installed here.
 * `unasked`: install without a question (`--yes`, or CI is set). Puts the sbin folders on PATH for all that follows.
 */
export async function ensureTools({ unasked }) {
  addSbinToPath()
  const missing = missingTools()
  if (missing.length === 0) return
  const root = process.getuid?.() === 0
  const packages = packagesOf(missing)
  console.error(`Missing system tools: ${missing.join(', ')}.`)
  if (!root || !isOnPath('apt-get') || !(unasked || (await agrees(packages))))
    stopWith(installLine(missing, root), root)
  installWithApt(packages)
  const left = missingTools()
  if (left.length > 0) {
    console.error(`Still missing after apt-get: ${left.join(', ')}.`)
    process.exit(3)
  }
}

/** One line for a shell, as root or for somebody who may become root. */
export function installLine(tools, root) {
  const line = packageManager().line(packagesOf(tools).join(' '))
  return root ? line : `sudo sh -c '${line}'`
}

function packagesOf(tools) {
  const { names } = packageManager()
  return [...new Set(tools.map((tool) => TOOLS[tool][names]))]
}

function packageManager() {
  return MANAGERS.find(({ tool }) => isOnPath(tool)) ?? MANAGERS[0]
}

export function missingTools() {
  return Object.keys(TOOLS).filter((tool) => !isOnPath(tool))
}

/** Debian keeps `ip`, `nft` and `bridge` in sbin, which is not on an ordinary user's PATH. */
export function addSbinToPath() {
  const folders = (process.env.PATH ?? '').split(':')
  const sbin = ['/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => !folders.includes(folder))
  process.env.PATH = [...folders, ...sbin].join(':')
}

function isOnPath(tool) {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(`${folder}/${tool}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Without a terminal nobody can be asked. */
async function agrees(packages) {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const questions = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await questions.question(`Install ${packages.join(' ')} with apt-get now? [Y/n] `)
  questions.close()
  return /^(y|yes|)$/i.test(answer.trim())
}

function stopWith(line, root) {
  const orAsk = root ? ' (or add -- --yes to let it do so)' : ''
  console.error(`Install them with this line, then run the command again${orAsk}:`)
  console.error(`  ${line}`)
  process.exit(3)
}

function installWithApt(packages) {
  console.error(`Installing ${packages.join(' ')} with apt-get.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // A list that cannot be refreshed (one broken source among several) need not stop the install.
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env })
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 2, 2],
    env,
  })
  if (result.status !== 0) {
    console.error('apt-get failed (its words are above).')
    process.exit(3)
  }
}
