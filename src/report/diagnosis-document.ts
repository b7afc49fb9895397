// The JSON of `fairlead doctor`: the shape that docs/json.md promises to other programs.
import type { Connection } from '../model/connection.ts'
import type { Finding } from '../model/finding.ts'
import type { Measurement } from '../model/measurement.ts'
import type { Path } from '../model/path.ts'

export function diagnosisDocument(
  findings: readonly Finding[],
  connections: readonly Connection[],
): Record<string, unknown> {
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Diagnosis',
    findings,
    connections: connections.filter((connection) => !connection.hypothetical).map(connectionDocument),
  }
}

function connectionDocument(connection: Connection): Record<string, unknown> {
  const { from, service, to } = connection
  return {
    from,
    to: {
      service: service ? `${service.namespace}/${service.name}` : null,
      name: to.name,
      via: to.via,
      address: to.address,
      port: to.port,
      protocol: to.protocol,
    },
    model: modelOf(connection),
    measured: measuredOf(connection),
    agree: connection.agree,
  }
}

/** Of several ways the one that goes wrong is told: it is what somebody will meet. */
export function decidingPath(paths: readonly Path[]): Path | null {
  return (
    paths.find((path) => path.client.outcome !== 'connected' && path.client.outcome !== null) ??
    paths.find((path) => path.client.outcome === null) ??
    paths[0] ??
    null
  )
}

function modelOf({ to, paths, expected }: Connection): Record<string, unknown> {
  const path = decidingPath(paths)
  if (path) {
    const verdict = path.verdict.kind === 'delivered' && path.reply ? path.reply.verdict.kind : path.verdict.kind
    return { verdict, outcome: path.client.outcome, delayMs: path.client.delayMs }
  }
  const failed =
    to.address === null && expected && expected.outcome !== 'resolved' && expected.outcome !== 'undetermined'
  return {
    verdict: failed ? 'unreachable' : 'undetermined',
    outcome: failed ? expected.outcome : null,
    delayMs: { min: 0, max: null },
  }
}

function measuredOf({ to, asked, measurement }: Connection): Record<string, unknown> {
  if (to.address === null) {
    return asked
      ? { status: 'run', why: null, outcome: asked.outcome, delayMs: asked.delayMs, attempts: 1 }
      : { status: 'not-run', why: 'the name was not asked', outcome: null, delayMs: null, attempts: 0 }
  }
  return measurement
    ? ran(measurement)
    : { status: 'not-run', why: 'no client was asked', outcome: null, delayMs: null, attempts: 0 }
}

function ran({ status, why, outcome, delayMs, attempts }: Measurement): Record<string, unknown> {
  return { status, why, outcome, delayMs, attempts: attempts.length }
}
