// The system tools that a lab is made with: all of them are looked for before anything is begun.
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotLookError } from '../../model/errors.ts'
import { toolEnvironment } from '../enter-namespace.ts'

const packages: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  bridge: 'iproute2',
  'iptables-restore': 'iptables',
  'ip6tables-restore': 'iptables',
  'iptables-save': 'iptables',
  'ip6tables-save': 'iptables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
}

export async function checkTools(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new CannotLookError(
      `The lab is made of Linux network namespaces, and this is ${process.platform}: run it in a Linux machine or VM.`,
    )
  }
  const directories = (toolEnvironment().PATH ?? '').split(':')
  const tools = Object.keys(packages)
  const found = await Promise.all(tools.map((tool) => isExecutable(directories, tool)))
  const missing = tools.filter((_, index) => !found[index])
  if (missing.length === 0) return
  const needed = [...new Set(missing.map((tool) => packages[tool]))].join(' ')
  throw new CannotLookError(
    `The lab needs ${missing.join(', ')}, not found on PATH. On Debian and Ubuntu: apt-get install ${needed}`,
  )
}

async function isExecutable(directories: readonly string[], tool: string): Promise<boolean> {
  for (const directory of directories) {
    const ok = await access(join(directory, tool), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (ok) return true
  }
  return false
}
