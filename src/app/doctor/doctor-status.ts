// The exit status that a diagnosis stands for: 0 all works, 1 something is wrong, 4 something could not be told.
import type { Connection } from '../../model/connection.ts'
import type { Finding } from '../../model/finding.ts'

export function doctorStatus(findings: readonly Finding[], connections: readonly Connection[]): 0 | 1 | 4 {
  if (findings.some((finding) => finding.severity === 'error')) return 1
  const real = connections.filter((connection) => !connection.hypothetical)
  // A failure that a warning speaks of is one that its client does not feel (a dead IPv6 address beside a good IPv4 one).
  const spokenOf = new Set(findings.flatMap((finding) => finding.affects.map((client) => client.from)))
  if (real.some((one) => fails(one) && !spokenOf.has(one.from.namespace))) return 1
  return findings.some((finding) => finding.severity === 'info') || real.some(isUndetermined) ? 4 : 0
}

function fails({ measurement, paths, to, asked }: Connection): boolean {
  if (to.address === null) return asked !== null && asked.outcome !== 'resolved'
  if (measurement?.status === 'run') return measurement.outcome !== 'connected'
  return paths.some(({ client }) => client.outcome !== null && client.outcome !== 'connected')
}

/** What a real client reached is settled, wherever the model had to stop: on the LAN, say, of which nothing is read. */
function isUndetermined({ paths, to, asked, expected, measurement }: Connection): boolean {
  if (to.address === null) return asked === null && expected?.outcome === 'undetermined'
  if (measurement?.outcome === 'connected') return false
  return paths.some(({ client }) => client.outcome === null)
}
