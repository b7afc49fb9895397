// Runs a person's command inside one of the lab's namespaces, with that namespace's /etc/resolv.conf and /etc/hosts.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { enterArguments, toolEnvironment } from './enter-namespace.ts'
import { readLab } from './lab-record.ts'
import { requireWhole } from './lab-status.ts'

/** Input and output are this process's own; gives the exit status, 128 and the signal's number when a signal ended it. */
export async function execInLab(name: string, namespace: string, argv: readonly string[]): Promise<number> {
  const record = await readLab(name)
  const [command = '', ...rest] = [...enterArguments(record, namespace), ...argv]
  await requireWhole(record, namespace)
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { env: { ...process.env, ...toolEnvironment() }, stdio: 'inherit' })
    // Ctrl-C goes to the whole foreground group: the command decides what it does, and this process waits for it.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    child.on('error', reject)
    child.on('close', (status, signal) => {
      process.off('SIGINT', ignore)
      resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
