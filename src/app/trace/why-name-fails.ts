// Says why a client gets no address for a name: what it asked, whom, what came back, and which Services have a name like it.
import type { ExpectedName } from '../../model/connection.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { Protocol } from '../../model/packet.ts'
import type { ClientOutcome } from '../../model/path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { NameAnswer, NameFailure } from '../../report/trace-document.ts'
import { findService, servicesLike } from './find-service.ts'
import { answersOf } from './name-answers.ts'

export interface FailedName {
  readonly name: string
  readonly expected: ExpectedName
  readonly asked: NameMeasurement | null
  readonly port: number
  readonly protocol: Protocol
}

/** `beyond`: what the model says of the addresses that the name should give; null when it should give none. */
export function whyNameFails(
  snapshot: Snapshot,
  client: Namespace,
  { name, expected, asked, port, protocol }: FailedName,
  beyond: ClientOutcome | null,
): NameFailure {
  const model = expected.outcome
  const outcome = asked?.outcome ?? (model === 'undetermined' || model === 'resolved' ? null : model)
  const answers = answersOf(expected, asked)
  const evidence = answers.map(answerText)
  return {
    outcome: outcome === 'resolved' ? null : outcome,
    because: because(snapshot, client, name, expected, asked, answers),
    evidence,
    port,
    protocol,
    client: beyond ?? {
      outcome: model === 'undetermined' || model === 'resolved' ? null : model,
      delayMs: { min: 0, max: null },
    },
    asked,
    agree: !asked || model === 'undetermined' ? null : asked.outcome === model,
  }
}

function because(
  snapshot: Snapshot,
  client: Namespace,
  name: string,
  expected: ExpectedName,
  asked: NameMeasurement | null,
  answers: readonly NameAnswer[],
): string {
  if (!asked && expected.outcome === 'undetermined') return expected.why ?? 'what its nameserver answers is not known'
  const said = answers.length === 0 ? `nobody could be asked for ${name}` : answersText(answers)
  if (expected.outcome === 'resolved') {
    const addresses = expected.addresses.map((entry) => entry.address).join(', ')
    return `${said}, although the cluster's objects give ${addresses}`
  }
  const space = client.role === 'pod' ? (client.name.split('/')[0] ?? '') : ''
  if (expected.why !== null) return `${said}; ${expected.why}`
  const service = findService(snapshot, expected)
  if (service) return `${said}; Service ${service.namespace}/${service.name} is there, but gives no address`
  const nearest = servicesLike(snapshot, name, space)
  return nearest.length === 0 ? said : `${said}; Services with a name like it: ${nearest.join(', ')}`
}

/** Each answer once, with the names that got it. */
function answersText(answers: readonly NameAnswer[]): string {
  const byAnswer = new Map<string, Set<string>>()
  for (const answer of answers) {
    const key = `${answer.server ?? 'cluster DNS'} ${saysText(answer)}`
    byAnswer.set(key, (byAnswer.get(key) ?? new Set()).add(answer.query))
  }
  return [...byAnswer].map(([says, queries]) => `${says} ${[...queries].join(', ')}`).join('; ')
}

function saysText({ rcode, answers }: NameAnswer): string {
  if (rcode === null) return 'does not answer for'
  if (/^E|^timeout$/.test(rcode)) return `does not answer (${rcode}) for`
  if (rcode !== 'NOERROR') return `says ${rcode} to`
  if (answers.length === 0) return 'knows no address for'
  return `gives ${answers.map((answer) => `${answer.type} ${answer.data}`).join(', ')}, and no address, for`
}

function answerText({ query, type, server, rcode, answers }: NameAnswer): string {
  const said = answers.map((answer) => `${answer.type} ${answer.data}`).join(', ')
  return `${query} ${type} ${server === null ? '' : `@${server} `}${rcode ?? 'no answer'}${said === '' ? '' : `: ${said}`}`
}
