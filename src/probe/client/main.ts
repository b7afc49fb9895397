// The probe: runs inside a client's namespace, takes one request on standard input, and prints a line for each result.
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { ProbeRequest, ProbeResult } from '../probe-protocol.ts'
import { probeConnection } from './probe-connection.ts'
import { sourcePorts } from './source-ports.ts'

const START_APART_MS = 2

// Whoever started it may be killed without a word: nothing of it may go on then.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 300).unref()

const request = JSON.parse(await text(process.stdin)) as ProbeRequest
await Promise.all(run(request))
// A getaddrinfo() that was given up would hold the process; a connection may end in its own time.
if (request.kind === 'names') process.exit()

function run(request: ProbeRequest): Promise<void>[] {
  switch (request.kind) {
    case 'connections': {
      const ports = sourcePorts()
      return request.targets.map(async (target, index) => {
        // One after another, so that no connection's delay holds the making of the next.
        await pause(target.afterMs + index * START_APART_MS)
        print({ kind: 'connection', index, measurement: await probeConnection(target, request.timeoutMs, ports) })
      })
    }
    // What asks for names is loaded only for names: a probe's start is most of what it costs.
    case 'names':
      return request.names.map(async (name, index) => {
        const { probeName } = await import('./probe-name.ts')
        print({ kind: 'name', index, measurement: await probeName(name, request) })
      })
    case 'again':
      return request.questions.map(async (question, index) => {
        const { askQuestion } = await import('./ask-question.ts')
        print({ kind: 'again', index, query: await askQuestion(question) })
      })
    default:
      throw new Error(`unknown request ${JSON.stringify(request satisfies never)}`)
  }
}

function print(result: ProbeResult): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
