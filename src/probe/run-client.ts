// Runs the probe inside one client's namespace and hands over each of its results as it comes.
import { enterArgv } from '../enter/enter-argv.ts'
import type { OpenNamespace } from '../enter/open-namespaces.ts'
import { runCommand } from '../enter/run-command.ts'
import { clientProgram } from './client-program.ts'
import { CLIENT_SCRIPT } from './client-script.ts'
import type { ProbeRequest, ProbeResult } from './probe-protocol.ts'

/** Gives null when all went well, else the words of what did not: results may be missing then. */
export async function runClient(
  client: OpenNamespace,
  request: ProbeRequest,
  onResult: (result: ProbeResult) => void,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const argv = [
    ...(await enterArgv(client.through)),
    ...['sh', '-c', CLIENT_SCRIPT, 'fairlead', process.execPath, clientProgram],
  ]
  let rest = ''
  const result = await runCommand(argv, {
    files: [client.handle.fd],
    input: JSON.stringify(request),
    environment: {
      FAIRLEAD_RESOLV_CONF: client.entry.resolvConf ?? '',
      FAIRLEAD_HOSTS: client.entry.hosts ?? '',
      NODE_OPTIONS: '',
      // Each getaddrinfo() holds a thread for as long as it waits.
      UV_THREADPOOL_SIZE: request.kind === 'names' ? String(Math.min(request.names.length + 1, 128)) : '1',
    },
    signal,
    onOutput: (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onResult(JSON.parse(line) as ProbeResult)
    },
  })
  return result.status === 0 ? null : result.error || `exit status ${result.status}`
}
