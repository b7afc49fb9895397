// The packet leaves by a link whose other end was not read, and a real client gets nothing back.
import type { Connection } from '../../model/connection.ts'
import { affectsOf, findingAbout, subjectOf, subjectText } from '../finding-about.ts'
import { outcomeText } from '../opening.ts'
import { endText } from '../packet-at.ts'
import type { Found, Rule } from '../rule.ts'

export const rule: Rule = {
  name: 'beyond-this-machine',
  title: 'The packet leaves this machine, and no answer comes back',
  stage: 6,
  severity: 'error',
  inputs: ['connections'],
  dependsOn: [],
  find: ({ connections }) => connections.flatMap((connection) => explain(connection) ?? []),
}

function explain(connection: Connection): Found | null {
  const { measurement, paths } = connection
  const path = paths.find((candidate) => candidate.verdict.reason.kind === 'left-by-uplink')
  if (path?.verdict.reason.kind !== 'left-by-uplink') return null
  if (measurement?.status !== 'run' || measurement.outcome === null || measurement.outcome === 'connected') return null
  const { at, reason } = path.verdict
  const { source, destination, destinationPort } = path.arrived
  const where = at.namespace ?? 'this machine'
  return findingAbout({
    rule,
    subject: subjectOf(connection),
    at,
    affects: affectsOf(connection),
    message: `${subjectText(subjectOf(connection))} ${outcomeText(measurement.outcome)}: its packets leave ${where} by ${reason.link} as they should, from ${source} to ${endText(destination, destinationPort)}, and what happens there cannot be seen from here. Look at the other machine: is it on, does it listen, does its firewall let ${source} in?`,
    evidence: [{ kind: 'link', text: `packets for ${destination} leave ${where} by ${reason.link}` }],
    checks: [
      { where, argv: ['tcpdump', '-ni', reason.link, 'host', destination, 'and', 'port', String(destinationPort)] },
      { where, argv: ['ping', '-c', '1', '-W', '2', destination] },
    ],
  })
}
