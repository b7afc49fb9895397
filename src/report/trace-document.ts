// The JSON of `fairlead trace`: the shape that docs/json.md promises to other programs.
import type { Measurement, NameMeasurement, Outcome } from '../model/measurement.ts'
import type { Protocol } from '../model/packet.ts'
import type { Assumption, ClientOutcome, Hop, Path, Verdict } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { assumptionText } from './assumption-text.ts'
import { reasonText } from './reason-text.ts'
import { allStages, stageEntries, stageTitle } from './stages.ts'
import { stepDocument } from './step-document.ts'
import { whenText } from './when-text.ts'

export interface TracedPath {
  readonly path: Path
  readonly measurement: Measurement | null
  /** Why no real client was asked. */
  readonly notRun: string | null
  readonly agree: boolean | null
}

export interface TraceReport {
  readonly snapshot: Snapshot
  readonly from: string
  readonly to: string
  readonly names: readonly NameAnswer[]
  /** Set when the name failed: then there are no paths. */
  readonly nameFailure: NameFailure | null
  readonly paths: readonly TracedPath[]
}

/** The client got no address: the packet was never sent. */
export interface NameFailure {
  /** What getaddrinfo() gave, else what it should give; null when that cannot be told. */
  readonly outcome: Outcome | null
  readonly because: string
  readonly evidence: readonly string[]
  readonly port: number
  readonly protocol: Protocol
  /** What the model says that the client sees. */
  readonly client: ClientOutcome
  readonly asked: NameMeasurement | null
  readonly agree: boolean | null
}

/** One question of the client's resolver and its answer, asked for real or as the objects have it. */
export interface NameAnswer {
  readonly query: string
  readonly type: string
  /** Null for the hosts file, and where only the model answered. */
  readonly server: string | null
  readonly rcode: string | null
  readonly answers: readonly { readonly type: string; readonly data: string; readonly ttlSeconds: number | null }[]
}

export function traceDocument(report: TraceReport): Record<string, unknown> {
  const { snapshot } = report
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Trace',
    from: report.from,
    to: report.to,
    names: report.names,
    paths: report.nameFailure
      ? [unresolvedDocument(report.nameFailure)]
      : report.paths.map((traced) => pathDocument(snapshot, traced)),
  }
}

export function namesOfMeasurement(asked: NameMeasurement): NameAnswer[] {
  return asked.queries.map(({ query, type, server, rcode, error, answers }) => ({
    query,
    type,
    server,
    rcode: rcode ?? error,
    answers: answers.map(({ type: recordType, data, ttlSeconds }) => ({ type: recordType, data, ttlSeconds })),
  }))
}

/** Stage 0 is name resolution: none of the seven is reached. */
function unresolvedDocument(failure: NameFailure): Record<string, unknown> {
  const { outcome, because, evidence, port, protocol, client, asked, agree } = failure
  const attempts = asked ? [{ outcome: asked.outcome, delayMs: asked.delayMs }] : []
  return {
    when: 'always',
    share: 1,
    packet: { protocol, source: null, sourcePort: null, destination: null, destinationPort: port },
    hops: [],
    stages: allStages.map((stage) => ({
      stage,
      title: stageTitle(stage),
      applies: false,
      why: 'not reached: the name gives no address',
      hops: [],
    })),
    verdict: {
      kind: outcome === null ? 'undetermined' : 'unreachable',
      at: { stage: 0, namespace: null },
      because,
      reason: 'name',
      evidence,
    },
    client,
    reply: { hops: [], verdict: null },
    assumptions: [],
    measured: {
      status: asked ? 'run' : 'not-run',
      why: asked ? null : 'the name was not asked',
      outcome: asked?.outcome ?? null,
      delayMs: asked?.delayMs ?? null,
      attempts,
    },
    agree,
  }
}

function pathDocument(snapshot: Snapshot, { path, measurement, notRun, agree }: TracedPath): Record<string, unknown> {
  return {
    when: whenText(snapshot, path),
    share: path.share,
    packet: path.packet,
    hops: path.hops.map((hop) => hopDocument(snapshot, hop)),
    stages: stageEntries(snapshot, path),
    verdict: verdictDocument(snapshot, path.verdict),
    client: path.client,
    reply: replyDocument(snapshot, path),
    assumptions: path.assumptions.map((assumption: Assumption) => ({
      kind: assumption.kind,
      text: assumptionText(snapshot, assumption),
    })),
    measured: measuredDocument(measurement, notRun),
    agree,
  }
}

/** What comes back: the server's answer with its way, or the error of whoever refused; a null verdict where nothing does. */
function replyDocument(snapshot: Snapshot, { reply, client, hops, verdict }: Path): Record<string, unknown> {
  if (reply) {
    return {
      hops: reply.hops.map((hop) => hopDocument(snapshot, hop)),
      verdict: verdictDocument(snapshot, reply.verdict),
    }
  }
  const silent = client.outcome === null || client.outcome === 'timeout' || client.outcome === 'no-reply'
  if (silent || verdict.kind === 'delivered') return { hops: [], verdict: null }
  const at = { stage: hops[0]?.stage ?? 1, namespace: hops[0]?.namespace ?? null }
  const returned: Verdict = { kind: 'delivered', at, reason: { kind: 'error-returned' }, evidence: [] }
  return { hops: [], verdict: verdictDocument(snapshot, returned) }
}

function hopDocument(snapshot: Snapshot, { id, stage, namespace, link, steps }: Hop): Record<string, unknown> {
  return { id, stage, namespace, link, steps: steps.map((step) => stepDocument(snapshot, step)) }
}

function verdictDocument(snapshot: Snapshot, { kind, at, reason, evidence }: Verdict): Record<string, unknown> {
  return {
    kind,
    at,
    because: reasonText(snapshot, reason),
    reason: reason.kind,
    evidence: evidence.map((fact) => factText(snapshot, fact)),
  }
}

export function measuredDocument(measurement: Measurement | null, notRun: string | null): Record<string, unknown> {
  if (!measurement)
    return { status: 'not-run', why: notRun ?? 'no client was asked', outcome: null, delayMs: null, attempts: [] }
  const { status, why, outcome, delayMs, attempts } = measurement
  return { status, why, outcome, delayMs, attempts }
}
