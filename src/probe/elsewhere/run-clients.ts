// Runs the clients of one node by one command there, and hands over each line of theirs as it comes.
import { randomBytes } from 'node:crypto'
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import { withPatience } from '../../enter/with-patience.ts'
import { CannotLookError } from '../../model/errors.ts'
import { CLIENT_SCRIPT } from '../client-script.ts'
import { BASH_CLIENT } from './bash-client.ts'
import type { ClientElsewhere } from './client-elsewhere.ts'
import { ELSEWHERE_SCRIPT } from './elsewhere-script.ts'
import { PERL_CLIENT } from './perl-client.ts'

export interface ClientJob {
  readonly client: ClientElsewhere
  /** Whether it asks the C library for names: then it needs its own files. */
  readonly asksNames: boolean
  /** As the client in Perl takes them. */
  readonly requests: readonly string[]
}

/** So much longer than the clients themselves need a node may take, to begin and to end. */
const GRACE_MS = 15_000

/** `clientsMs`: how long the clients may take. Gives for each job null when it ran, else the words of why not: results may be missing then. Only the signal makes it reject.
 *  `onLine` gets the place of the job and the words of a line. */
export async function runClients(
  run: RunElsewhere,
  jobs: readonly ClientJob[],
  clientsMs: number,
  signal: AbortSignal | undefined,
  onLine: (job: number, words: readonly string[]) => void,
): Promise<(string | null)[]> {
  const failures = new Map<number, string>()
  // Unguessable, so that nothing else that is printed can pass for a line of ours.
  const mark = `fairlead-${randomBytes(12).toString('hex')}`
  let client: string | null = null
  const take = (line: string): void => {
    const [found, who, ...words] = line.split(' ')
    if (found !== mark) return
    if (who === 'with') client = words[0] ?? ''
    else if (words[0] === 'failed') failures.set(Number(who), words.slice(1).join(' ').trim())
    else onLine(Number(who), words)
  }
  const argv = ['sh', '-c', ELSEWHERE_SCRIPT, 'fairlead', mark, CLIENT_SCRIPT, PERL_CLIENT, BASH_CLIENT]
  const input = jobs.flatMap(jobLines).join('\n')
  try {
    const { status, error } = await withPatience(
      clientsMs + GRACE_MS,
      () => late(clientsMs),
      signal,
      (signal) => run(argv, { input: `${input}\n`, signal, onOutput: lines(take) }),
    )
    const all = whyNone(client, status, error)
    return jobs.map(({ client: { name }, asksNames }, job) => {
      const failure = failures.get(job)
      if (all !== null) return `no client could be run in ${name}: ${all}`
      if (asksNames && client !== 'perl') return `no names can be asked in ${name}: there is no perl on its node`
      return failure === undefined ? null : `the probe failed in ${name}: ${failure || 'it said nothing'}`
    })
  } catch (error) {
    signal?.throwIfAborted()
    const words = error instanceof Error ? error.message : String(error)
    return jobs.map(() => words)
  }
}

function late(clientsMs: number): CannotLookError {
  return new CannotLookError(`the node did not answer within ${Math.round((clientsMs + GRACE_MS) / 1000)} s`)
}

function whyNone(client: string | null, status: number | null, error: string): string | null {
  if (client === '') return 'its node has neither perl nor bash, with timeout and dd, that can connect'
  if (client === null || status !== 0) return error || `exit status ${status}`
  return null
}

function jobLines({ client, asksNames, requests }: ClientJob, job: number): string[] {
  return [
    `client ${job}`,
    ...(client.netns === null ? [] : [`netns ${client.netns}`]),
    ...(asksNames ? [`resolv ${escaped(client.resolvConf ?? '')}`, `hosts ${escaped(client.hosts ?? '')}`] : []),
    ...requests,
  ]
}

/** For printf's %b. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function lines(take: (line: string) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const whole = (rest + text).split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) take(line)
  }
}
