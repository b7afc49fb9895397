// How a program gets into one of the lab's namespaces: its user, mount, pid and network namespace, by way of the holder's pid.
import { spawn } from 'node:child_process'
import type { LabRecord } from './lab-record.ts'
import { namespaceRecord } from './lab-record.ts'

/** In the lab's pid namespace too, so that whatever is started there ends with the lab. */
export function enterArguments(record: LabRecord, namespace: string): string[] {
  const { holder } = namespaceRecord(record, namespace)
  const user = record.userNamespace ? ['--user', '--preserve-credentials'] : []
  return ['nsenter', '--target', String(holder.pid), ...user, '--mount', '--pid', '--net', '--']
}

/** Administrators' directories are on no ordinary user's PATH, and the network tools are there. */
export function toolEnvironment(): Record<string, string> {
  const path = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'
  return { PATH: `${path}:/usr/local/sbin:/usr/sbin:/sbin`, LC_ALL: 'C' }
}

/** Runs a command there; gives its standard output, throws with its words when it fails. */
export function runInNamespace(
  record: LabRecord,
  namespace: string,
  argv: readonly string[],
  input = '',
): Promise<string> {
  const [command = '', ...rest] = [...enterArguments(record, namespace), ...argv]
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { env: toolEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    let words = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve(output)
      else
        reject(
          new Error(
            `${argv.join(' ')} failed in ${namespace} of lab ${record.name}: ${words.trim() || `exit status ${status}`}`,
          ),
        )
    })
    // A command that does not read its input may be gone before it is written.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
