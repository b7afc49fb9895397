// Breaks practice networks on the real kernel and holds doctor to what the rules' cases say: these findings and no other.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Diagnosis, diagnose } from '../../src/app/doctor/diagnose.ts'
import { examine } from '../../src/app/doctor/doctor.ts'
import { networkOfFile } from '../../src/app/live-network.ts'
import { noProgress } from '../../src/app/progress.ts'
import { readNetworkFile } from '../../src/collect/namespaces/read-network-file.ts'
import { readSnapshot, writeSnapshot } from '../../src/collect/snapshot-file.ts'
import { breakLab, mendLab } from '../../src/lab/break-lab.ts'
import { labNetworkFile } from '../../src/lab/lab-directory.ts'
import type { Connection } from '../../src/model/connection.ts'
import type { Finding } from '../../src/model/finding.ts'
import { openLabPool } from './lab-pool.ts'
import { type CaseFile, readCases } from './read-cases.ts'

/** Longer than the kernel asks for a neighbour (3.1 s), so that silence and an unanswered question stay apart. */
const timeoutMs = 4_500
const pool = openLabPool('cases', 4)
afterAll(() => pool.close())

describe.concurrent('doctor names exactly what is broken', () => {
  for (const cases of readCases()) {
    const [first] = cases
    const { title, faults, without = [] } = first as CaseFile
    test(`${title} [${[...faults, ...without.map((name) => `without ${name}`)].join(', ')}]`, {
      timeout: 600_000,
    }, async () => {
      await pool.use(async (lab) => {
        for (const fault of faults) await breakLab(lab, fault)
        const broken = await doctor(lab, without)
        for (const one of cases) {
          expect(broken.findings.map(shown)).toEqual(one.finds)
          if (one.client) compareClient(one.client, broken.connections)
          comparePage(one, broken.findings)
        }
        await compareReplay(broken)
        await mendLab(lab)
        expect((await doctor(lab, without)).findings).toEqual([])
      })
    })
  }
})

/** A snapshot file tells on any machine what the live network told: the same findings, the same connections. */
async function compareReplay(live: Diagnosis): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'fairlead-cases-'))
  try {
    const file = join(directory, 'snapshot.jsonl')
    await writeSnapshot(file, live.snapshot)
    const replayed = diagnose(await readSnapshot(file), { selected: null, targets: [], timeoutMs })
    expect(replayed.findings).toEqual(live.findings)
    expect(replayed.connections).toEqual(live.connections)
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function doctor(lab: string, without: readonly string[]): Promise<Diagnosis> {
  const file = await readNetworkFile(labNetworkFile(lab))
  const seen = { ...file, namespaces: file.namespaces.filter((namespace) => !without.includes(namespace.name)) }
  return examine(networkOfFile(seen), {
    selected: null,
    targets: [],
    timeoutMs,
    signal: new AbortController().signal,
    progress: noProgress,
    onModel: () => {},
  })
}

function shown({ rule, subject, at }: Finding): CaseFile['finds'][number] {
  const name = subject.namespace === null ? subject.name : `${subject.namespace}/${subject.name}`
  return { rule, subject: name, port: subject.port, at }
}

function compareClient(client: NonNullable<CaseFile['client']>, connections: readonly Connection[]): void {
  const found = connections.find((connection) => isFor(connection, client))
  const [least, most] = client.delayMs
  // A name that gives no address: what its client was told when it asked is all there is.
  const seen = found?.to.address === null ? found.asked : found?.measurement
  const model = found?.to.address === null ? [found.expected?.outcome] : found?.paths.map((path) => path.client.outcome)
  const delay = seen?.delayMs ?? -1
  expect({ outcome: seen?.outcome, model, agree: found?.agree }, `${client.from} to ${client.to}`).toEqual({
    outcome: client.outcome,
    model: client.agree === undefined ? [client.outcome] : model,
    agree: client.agree === undefined ? true : client.agree,
  })
  expect(delay, `${client.from} to ${client.to}: delay in ms`).toBeGreaterThanOrEqual(Math.min(least, timeoutMs) - 100)
  expect(delay, `${client.from} to ${client.to}: delay in ms`).toBeLessThanOrEqual((most ?? timeoutMs) + 1_500)
}

/** `db:5432`, `metrics:8125/udp`, `172.18.0.1:5432`. */
function isFor({ from, to, service }: Connection, client: NonNullable<CaseFile['client']>): boolean {
  const [end = '', protocol = 'tcp'] = client.to.split('/')
  const name = end.slice(0, end.lastIndexOf(':'))
  const port = Number(end.slice(end.lastIndexOf(':') + 1))
  if (from.namespace !== client.from || to.protocol !== protocol) return false
  return (to.name === name && to.via === null && service?.port === port) || (to.address === name && to.port === port)
}

/** The example on a rule's page is what doctor really says of the fault that it names; process ids differ from run to run. */
function comparePage({ rule, faults, finds }: CaseFile, findings: readonly Finding[]): void {
  const page = readFileSync(new URL(`../../src/rules/${rule}/README.md`, import.meta.url), 'utf8')
  const example = page.split('## Example')[1]?.split('\n## ')[0] ?? ''
  const isShown = faults.length === 1 && example.includes(`fairlead lab break ${faults[0]}`)
  if (!isShown || !finds.some((finding) => finding.rule === rule)) return
  const found = findings.find((finding) => finding.rule === rule)
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/pid[ =]\d+/g, 'pid 812')
  expect(plain(example)).toContain(plain(found?.message ?? ''))
}
