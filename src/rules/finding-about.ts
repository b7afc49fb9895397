// Makes findings: their stable id, their subject, whom they affect, and evidence in the words of the tool that shows it.
import type { Connection } from '../model/connection.ts'
import type { Check, Evidence, Finding, Fix, Severity, Subject } from '../model/finding.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { parseFactId } from '../trace/facts/parse-fact-id.ts'
import type { Found } from './rule.ts'

export interface FindingParts {
  readonly rule: { readonly name: string; readonly severity: Severity }
  /** Default: the rule's own. */
  readonly severity?: Severity
  readonly subject: Subject
  readonly at: Finding['at']
  readonly message: string
  /** The cause itself first: findings of one rule whose first evidence is the same are one. */
  readonly evidence: readonly Evidence[]
  readonly affects?: Finding['affects']
  readonly checks?: readonly Check[]
  readonly fixes?: readonly Fix[]
  readonly position?: number
}

export function findingAbout(parts: FindingParts): Found {
  const { rule, subject, at, message, evidence } = parts
  return {
    id: findingId(rule.name, subject),
    rule: rule.name,
    severity: parts.severity ?? rule.severity,
    subject,
    at,
    message,
    evidence,
    affects: parts.affects ?? [],
    checks: parts.checks ?? [],
    fixes: parts.fixes ?? [],
    ...(parts.position === undefined ? {} : { position: parts.position }),
  }
}

/** `listener-on-loopback/shop/db/5432`; for a bare address `listener-on-loopback/172.18.0.1/5432`. */
export function findingId(rule: string, subject: Subject): string {
  return [rule, subject.namespace, subject.name, subject.port].filter((part) => part !== null).join('/')
}

/** The Service with its own port (an endpoint behind it may be dialled on another), or the bare address. */
export function subjectOf(connection: Connection): Subject {
  const { service, to } = connection
  return service
    ? { kind: 'Service', namespace: service.namespace, name: service.name, port: service.port }
    : { kind: 'Address', namespace: null, name: to.address ?? to.name ?? '', port: to.port }
}

/** `Service shop/db port 5432`, for the beginning of a message. */
export function subjectText(subject: Subject): string {
  const name = subject.namespace === null ? subject.name : `${subject.namespace}/${subject.name}`
  return `${subject.kind} ${name}${subject.port === null ? '' : ` port ${subject.port}`}`
}

export function affectsOf(connection: Connection): Finding['affects'] {
  return [{ from: connection.from.namespace, node: connection.from.node }]
}

/** Facts in the words of the tools that print them. */
export function evidenceOf(snapshot: Snapshot, ids: readonly FactId[]): Evidence[] {
  return ids.map((id) => ({ kind: evidenceKinds[parseFactId(id).group] ?? 'file', text: factText(snapshot, id) }))
}

const evidenceKinds: Readonly<Record<string, Evidence['kind']>> = {
  socket: 'socket',
  route: 'route',
  'policy-rule': 'policy-rule',
  neighbour: 'neighbour',
  rule: 'rule',
  chain: 'chain',
  sysctl: 'sysctl',
  link: 'link',
  forwarding: 'forwarding',
  object: 'object',
  container: 'container',
  network: 'network',
  unread: 'unread',
}
