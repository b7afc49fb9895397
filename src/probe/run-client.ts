// Runs the probe inside one client's namespace and hands over each of its results as it comes.
import { enterArgv } from '../enter/enter-argv.ts'
import { closeNamespaces, openNamespaces } from '../enter/open-namespaces.ts'
import { runCommand } from '../enter/run-command.ts'
import type { NetworkFile } from '../model/network-file.ts'
import { clientProgram } from './client-program.ts'
import { CLIENT_SCRIPT } from './client-script.ts'
import type { ProbeRequest, ProbeResult } from './probe-protocol.ts'

/** Gives null when it ran, else the words of why not: results may be missing then. Only the signal makes it reject. */
export async function runClient(
  file: NetworkFile,
  from: string,
  request: ProbeRequest,
  onResult: (result: ProbeResult) => void,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const entry = file.namespaces.find(({ name }) => name === from)
  if (entry === undefined) return `there is no namespace ${from} in this network`
  try {
    const [client] = await openNamespaces([entry])
    if (client === undefined) return `the namespace ${from} could not be opened`
    const argv = [
      ...(await enterArgv(client.through)),
      ...['sh', '-c', CLIENT_SCRIPT, 'fairlead', process.execPath, clientProgram],
    ]
    const { status, error } = await runCommand(argv, {
      files: [client.handle.fd],
      input: JSON.stringify(request),
      environment: {
        FAIRLEAD_NAMES: request.kind === 'names' ? 'asked' : '',
        FAIRLEAD_RESOLV_CONF: request.kind === 'names' ? request.resolvConf : '',
        FAIRLEAD_HOSTS: request.kind === 'names' ? request.hosts : '',
        NODE_OPTIONS: '',
        // Each getaddrinfo() holds a thread for as long as it waits.
        UV_THREADPOOL_SIZE: request.kind === 'names' ? String(Math.min(request.names.length + 1, 128)) : '1',
      },
      signal,
      onOutput: lines((line) => onResult(JSON.parse(line) as ProbeResult)),
    }).finally(() => closeNamespaces([client]))
    return status === 0 ? null : `the probe failed in ${from}: ${error || `exit status ${status}`}`
  } catch (error) {
    signal?.throwIfAborted()
    return error instanceof Error ? error.message : String(error)
  }
}

function lines(take: (line: string) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const whole = (rest + text).split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) take(line)
  }
}
