// Networks that Fairlead did not make: doctor names exactly what is broken in them, and what the model says is what the kernel does.
import { describe, expect, test } from 'vitest'
import { type DiagnoseOptions, type Diagnosis, diagnose } from '../../src/app/doctor/diagnose.ts'
import { examine } from '../../src/app/doctor/doctor.ts'
import { doctorStatus } from '../../src/app/doctor/doctor-status.ts'
import { networkOfFile } from '../../src/app/live-network.ts'
import { noProgress } from '../../src/app/progress.ts'
import { readNetworkFile } from '../../src/collect/namespaces/read-network-file.ts'
import { readSnapshot, writeSnapshot } from '../../src/collect/snapshot-file.ts'
import type { Connection } from '../../src/model/connection.ts'
import type { Finding } from '../../src/model/finding.ts'
import { diagnosisDocument } from '../../src/report/diagnosis-document.ts'
import { cases, type StrangerCase, type StrangerClient } from './cases.ts'
import { openGate } from './gate.ts'
import { raiseStranger } from './raise-stranger.ts'

/** Longer than the kernel asks for a neighbour (3.1 s), so that silence and an unanswered question stay apart. */
const timeoutMs = 4_500
/** Raising a network keeps a processor busy; what follows mostly waits. */
const gate = openGate(4)

describe.concurrent('doctor on a network of somebody else', { timeout: 600_000 }, () => {
  for (const one of cases) {
    test(one.title, () =>
      gate.pass(async () => {
        const stranger = await raiseStranger(one)
        try {
          const options = { selected: null, targets: one.targets ?? [], timeoutMs }
          const network = networkOfFile(await readNetworkFile(stranger.path))
          const { signal } = new AbortController()
          const live = await examine(network, { ...options, signal, progress: noProgress, onModel: () => {} })
          compareDiagnosis(one, live)
          await compareReplay(`${stranger.path}.snapshot`, live, options)
        } finally {
          await stranger.takeDown()
        }
      }),
    )
  }
})

function compareDiagnosis(one: StrangerCase, { findings, connections }: Diagnosis): void {
  for (const f of findings) console.log(findingText(f), f.message, JSON.stringify(f.evidence))
  expect(findings.map(findingText)).toEqual(one.finds)
  const real = connections.filter((connection) => !connection.hypothetical)
  expect(real.length).toBeGreaterThan(0)
  expect(real.filter((connection) => connection.agree === false).map(connectionText)).toEqual([])
  for (const client of one.clients) compareClient(client, real)
  // Of a healthy network nothing is left untried: every name and every connection was, came through, and was foretold.
  if (one.status === 0) expect(real.filter((connection) => !succeeds(connection, one)).map(connectionText)).toEqual([])
  expect(doctorStatus(findings, connections)).toBe(one.status)
}

/** `RULE SUBJECT:PORT @STAGE NAMESPACE`. */
function findingText({ rule, subject, at }: Finding): string {
  const name = subject.namespace === null ? subject.name : `${subject.namespace}/${subject.name}`
  return `${rule} ${name}${subject.port === null ? '' : `:${subject.port}`} @${at.stage} ${at.namespace}`
}

function compareClient(client: StrangerClient, connections: readonly Connection[]): void {
  const title = `${client.from} to ${client.to}`
  const found = connections.find((connection) => isFor(connection, client))
  const { outcome, delayMs } = found?.measurement ?? {}
  const model = found?.paths.map((path) => path.client.outcome)
  const expected = { outcome: client.outcome, model: [client.model === undefined ? client.outcome : client.model] }
  expect({ outcome, model, agree: found?.agree }, title).toEqual({
    ...expected,
    agree: client.model === null ? null : true,
  })
  const [least, most] = client.delayMs
  expect(delayMs, `${title}: delay in ms`).toBeGreaterThanOrEqual(least)
  expect(delayMs, `${title}: delay in ms`).toBeLessThanOrEqual(most)
}

/** By the Service's own name and port, or by the address that is dialled. */
function isFor({ from, to, service }: Connection, client: StrangerClient): boolean {
  const [end = '', protocol = 'tcp'] = client.to.split('/')
  const name = end.slice(0, end.lastIndexOf(':'))
  const port = Number(end.slice(end.lastIndexOf(':') + 1))
  if (from.namespace !== client.from || to.protocol !== protocol) return false
  const isNamed = service?.name === name && service.port === port && to.via === null
  return isNamed || (to.address === name && to.port === port)
}

function succeeds({ to, agree, measurement }: Connection, { without }: StrangerCase): boolean {
  return to.address !== null && (agree === true || without !== undefined) && measurement?.outcome === 'connected'
}

function connectionText({ from, to, agree, paths, expected, asked, measurement }: Connection): string {
  const end = `${from.namespace} to ${to.name ?? ''} ${to.address}:${to.port}/${to.protocol}`
  const model = paths.map(({ client, verdict }) => `${client.outcome} (${JSON.stringify(verdict.reason)})`)
  const seen = `${measurement?.outcome} after ${measurement?.delayMs} ms`
  return `${end}: ${[expected?.outcome, ...model].join(', ')} against ${asked?.outcome}, ${seen}, agree ${agree}`
}

/** A snapshot file tells on any machine, byte for byte, what the live network told. */
async function compareReplay(file: string, live: Diagnosis, options: DiagnoseOptions): Promise<void> {
  await writeSnapshot(file, live.snapshot)
  const replayed = diagnose(await readSnapshot(file), options)
  const text = ({ findings, connections }: Diagnosis): string =>
    JSON.stringify(diagnosisDocument(findings, connections), null, 2)
  expect(text(replayed)).toBe(text(live))
  expect(replayed.connections).toEqual(live.connections)
}
