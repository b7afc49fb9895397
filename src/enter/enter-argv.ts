// The command line that goes into a user namespace and a mount namespace of our own, from where network namespaces can be entered.
import { readFile } from 'node:fs/promises'
import type { UserNamespace } from './open-namespaces.ts'

/** A prefix for the command to run. Its mounts are seen by nobody else and end with it. */
export async function enterArgv(through: UserNamespace | null): Promise<string[]> {
  const unshare = ['unshare', '--mount', '--']
  if (through === null) return unshare
  const credentials = (await staysRoot(through)) ? ['--preserve-credentials'] : []
  return ['nsenter', ...credentials, `--user=/proc/${through.pid}/ns/user`, '--', ...unshare]
}

/** Whether our own user is that namespace's root already: then nothing need be set, which setgroups(2) would refuse us there. */
async function staysRoot(through: UserNamespace): Promise<boolean> {
  const map = await readFile(`/proc/${through.pid}/uid_map`, 'utf8').catch(() => '')
  const uid = process.geteuid?.() ?? -1
  return map.split('\n').some((line) => {
    const [inside, outside, count] = line.trim().split(/\s+/).map(Number)
    return inside === 0 && outside === uid && count !== undefined && count > 0
  })
}
