// Asks for one name twice over: the C library as every program does, and DNS by hand to see each answer for itself.
import { lookup } from 'node:dns/promises'
import type { NameMeasurement, Outcome } from '../../model/measurement.ts'
import type { NamesRequest, ProbedName } from '../probe-protocol.ts'
import { askAlongSearchList } from './ask-along-search-list.ts'
import { elapsedMs } from './attempt.ts'
import { needsNoServer } from './needs-no-server.ts'

type Resolved = Pick<NameMeasurement, 'outcome' | 'addresses' | 'delayMs'>

export async function probeName(name: string, request: NamesRequest): Promise<ProbedName> {
  const [resolved, queries] = await Promise.all([
    resolve(name, request.timeoutMs),
    needsNoServer(name, request.hosts) ? [] : askAlongSearchList(name, request.resolvConf),
  ])
  return { ...resolved, queries }
}

/** getaddrinfo(3) in the order that it gives. It cannot be stopped: on a time-out it is left to end with the process. */
async function resolve(name: string, timeoutMs: number): Promise<Resolved> {
  const start = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Resolved>((done) => {
    timer = setTimeout(() => done({ outcome: 'timeout', addresses: [], delayMs: elapsedMs(start) }), timeoutMs)
  })
  const answer = lookup(name, { all: true, verbatim: true }).then(
    (found): Resolved => ({
      outcome: 'resolved',
      addresses: [...new Set(found.map(({ address }) => address))],
      delayMs: elapsedMs(start),
    }),
    (error: NodeJS.ErrnoException): Resolved => ({ outcome: eaiName(error), addresses: [], delayMs: elapsedMs(start) }),
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** Node calls two of them ENOTFOUND; the number tells them apart (libuv's include/uv/errno.h). */
const EAI_NUMBERS: Readonly<Record<number, Outcome>> = {
  [-3001]: 'EAI_AGAIN',
  [-3004]: 'EAI_FAIL',
  [-3007]: 'EAI_NODATA',
  [-3008]: 'EAI_NONAME',
}

function eaiName({ errno, code }: NodeJS.ErrnoException): Outcome {
  return EAI_NUMBERS[errno ?? 0] ?? ((code ?? 'EAI_FAIL') as Outcome)
}
