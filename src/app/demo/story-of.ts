// Picks out of a diagnosis what one act tells: its Service, its client's connection, and the finding that names the cause.
import type { Connection } from '../../model/connection.ts'
import type { Finding } from '../../model/finding.ts'
import type { Outcome } from '../../model/measurement.ts'
import type { DiagnoseOptions, Diagnosis } from '../doctor/diagnose.ts'

/** Long enough for the kernel to give up on a neighbour (3 s), short enough for a demo. */
const timeoutMs = 4000

export interface Saw {
  readonly outcome: Outcome | 'resolved'
  readonly delayMs: number
  /** The address that was dialled; null when the name already failed. */
  readonly address: string | null
}

/** Only the Service that the act is about, from every pod; where a bare address is dialled, everything. */
export function demoOptions({ from, to }: { readonly from: string; readonly to: string }): DiagnoseOptions {
  const isAddress = /^[\d.]+$/.test(hostOf(to))
  return { selected: isAddress ? null : [serviceOf(from, to)], targets: [], timeoutMs }
}

/** The Service behind what a client dials: `files:80` in its own namespace, `files.shop:80` in another. */
function serviceOf(from: string, to: string): { namespace: string; name: string } {
  const host = hostOf(to)
  const [name = host, namespace] = host.split('.')
  return { name, namespace: namespace ?? from.split('/')[0] ?? 'default' }
}

function hostOf(to: string): string {
  return to.replace(/:\d+$/, '')
}

/** The finding of that name, else the first that is an error. */
export function mainFinding(diagnosis: Diagnosis, fault: string): Finding | null {
  const errors = diagnosis.findings.filter((finding) => finding.severity === 'error')
  return errors.find((finding) => finding.rule === fault) ?? errors[0] ?? diagnosis.findings[0] ?? null
}

/** What the client was told: of its first connection that failed, else of its first. */
export function whatItSaw(diagnosis: Diagnosis, from: string, to: string): Saw | null {
  const seen = connectionsOf(diagnosis, from, to).flatMap(sawBy)
  return seen.find(({ outcome }) => outcome !== 'connected') ?? seen[0] ?? null
}

/** As the client dials it: not the endpoints behind a ClusterIP, nor what nobody can dial yet. */
export function connectionsOf(diagnosis: Diagnosis, from: string, to: string): Connection[] {
  const { namespace, name } = serviceOf(from, to)
  return diagnosis.connections.filter(
    (one) =>
      one.from.namespace === from &&
      !one.hypothetical &&
      one.to.via === null &&
      (one.service === null
        ? `${one.to.address}:${one.to.port}` === to
        : one.service.namespace === namespace && one.service.name === name),
  )
}

function sawBy({ asked, measurement, to }: Connection): Saw[] {
  if (to.address === null) {
    return asked ? [{ outcome: asked.outcome, delayMs: asked.delayMs, address: null }] : []
  }
  if (measurement?.outcome == null || measurement.delayMs === null) return []
  return [{ outcome: measurement.outcome, delayMs: measurement.delayMs, address: to.address }]
}

/** What the healthy trace at the beginning shows. */
export const healthyConnection = { from: 'shop/web', to: 'db:5432' } as const
