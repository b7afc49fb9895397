// Runs one command with open files handed down to it, and ends it with all its children when told to.
import { spawn } from 'node:child_process'

export interface CommandResult {
  readonly status: number | null
  readonly output: string
  readonly error: string
}

export interface CommandOptions {
  /** Become the command's files 3, 4, … */
  readonly files: readonly number[]
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  readonly signal?: AbortSignal | undefined
  /** Called with each piece of output as it comes. */
  readonly onOutput?: (text: string) => void
}

/** Rejects with the system's error when the command cannot be started, with the signal's reason when aborted. */
export function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { files, signal, onOutput } = options
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const [command = '', ...rest] = argv
    const child = spawn(command, rest, {
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...files],
      env: { ...process.env, ...options.environment, LC_ALL: 'C', PATH: withSystemFolders(process.env.PATH) },
      // A process group of its own: one signal then ends the shell and all that it started.
      detached: true,
    })
    const stop = (): void => killGroup(child.pid)
    signal?.addEventListener('abort', stop, { once: true })
    const output: string[] = []
    const error: string[] = []
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.push(text)
      onOutput?.(text)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => error.push(text))
    // A command that ends before it has read its input is reported by its exit status.
    child.stdin?.on('error', () => {}).end(options.input)
    child.on('error', (cause) => {
      signal?.removeEventListener('abort', stop)
      reject(cause)
    })
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop)
      if (signal?.aborted === true) reject(signal.reason)
      else resolve({ status, output: output.join(''), error: error.join('').trim() })
    })
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

/** A plain user's PATH leaves out the folders of ip, nft and iptables on Debian. */
function withSystemFolders(path: string | undefined): string {
  return [path ?? '/usr/bin:/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(':')
}
