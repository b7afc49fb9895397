// Draws a traced packet on the seven stages, for a person to follow at 80 columns.
import type { Hop, PathStage, Step } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { assumptionText } from './assumption-text.ts'
import { expectedDelayText, measuredDelayText, outcomeText } from './outcome-text.ts'
import type { Paint } from './paint.ts'
import { reasonText } from './reason-text.ts'
import { stageEntries } from './stages.ts'
import { packetText, stepText } from './step-text.ts'
import type { NameFailure, TracedPath, TraceReport } from './trace-document.ts'
import { whenText } from './when-text.ts'
import { hang } from './wrap-text.ts'

export interface RenderOptions {
  readonly width: number
  readonly paint: Paint
  /** Every step, jumps and returns of netfilter included. */
  readonly verbose: boolean
}

export function renderTrace(report: TraceReport, options: RenderOptions): string {
  const { paint } = options
  const lines = [paint.strong(`${report.from} -> ${report.to}`), '', ...renderNames(report, options)]
  if (report.nameFailure) lines.push(...nameFailureLines(report.nameFailure, options))
  report.paths.forEach((traced, index) => {
    if (report.paths.length > 1) lines.push(paint.strong(pathTitle(report.snapshot, traced, index)))
    lines.push(...renderPath(report.snapshot, traced, options), '')
  })
  return `${lines.join('\n').trimEnd()}\n`
}

function pathTitle(snapshot: Snapshot, { path }: TracedPath, index: number): string {
  const share = path.share < 1 ? `, ${(path.share * 100).toFixed(1).replace(/\.0$/, '')} % of connections` : ''
  const when = path.choices.length > 0 ? ` (${whenText(snapshot, path)})` : ''
  return `Way ${index + 1} to ${path.packet.destination}${share}${when}`
}

function renderNames({ names, nameFailure }: TraceReport, { width, paint }: RenderOptions): string[] {
  if (names.length === 0) return []
  const lines = names.flatMap(({ query, type, server, rcode, answers }) => {
    const said = answers.map((answer) => `${answer.type} ${answer.data}`).join(', ')
    const from = server === null ? '' : ` from ${server}`
    return hang(`${query} ${type}: ${said || (rcode ?? 'no answer')}${from}`, width, '    ', '      ')
  })
  const mark =
    nameFailure === null ? paint.good('o') : nameFailure.outcome === null ? paint.doubtful('?') : paint.bad('x')
  return [`${mark} 0 ${paint.strong('Name resolution')}`, ...lines]
}

function nameFailureLines(failure: NameFailure, { width, paint }: RenderOptions): string[] {
  const { outcome, because, client, asked, agree } = failure
  const word = agree === null ? '' : agree ? ' - as the model says' : ' - NOT as the model says'
  const seen = asked
    ? `${outcomeText(asked.outcome)}, ${measuredDelayText(asked.delayMs)}${word}`
    : 'not run: the name was not asked'
  return [
    ...hang(`no address: ${because}`, width, '    => ', '       ').map(outcome === null ? paint.doubtful : paint.bad),
    '- 1 to 7 not reached: the packet is never sent',
    '',
    ...hang(outcomeText(client.outcome), width, '  model     ', '            '),
    ...hang(seen, width, '  measured  ', '            ').map(asked ? paint.bad : paint.faint),
  ]
}

function renderPath(
  snapshot: Snapshot,
  { path, measurement, notRun, agree }: TracedPath,
  options: RenderOptions,
): string[] {
  const { width, paint, verbose } = options
  const lines: string[] = []
  const failed = path.verdict.kind !== 'delivered'
  for (const { stage, title, applies, why, hops } of stageEntries(snapshot, path)) {
    const endsHere = path.verdict.at.stage === stage
    const mark =
      !applies && !endsHere ? paint.faint('-') : endsHere && failed ? markOf(path.verdict.kind, paint) : paint.good('o')
    const where = applies ? namespacesOf(path.hops, hops) : ''
    lines.push(`${mark} ${stage} ${paint.strong(title)}${where && `  ${where}`}`)
    if (!applies && why !== null && !endsHere) lines.push(...hang(why, width, '    ', '    ').map(paint.faint))
    for (const hop of path.hops.filter((candidate) => hops.includes(candidate.id))) {
      lines.push(...renderHop(snapshot, hop, hops.length > 1 ? orderWord(path.hops, hop, stage) : '', options))
    }
    if (endsHere) lines.push(...verdictLines(snapshot, path, options))
  }
  lines.push('')
  lines.push(...clientLines(snapshot, { path, measurement, notRun, agree }, options))
  if (path.reply) lines.push(...replyLines(snapshot, path.reply, options))
  for (const assumption of path.assumptions.filter((one) => verbose || one.kind !== 'neighbour-stays')) {
    lines.push(...hang(assumptionText(snapshot, assumption), width, '  assumed   ', '            ').map(paint.faint))
  }
  return lines
}

function markOf(kind: string, paint: Paint): string {
  return kind === 'undetermined' ? paint.doubtful('?') : paint.bad('x')
}

function namespacesOf(all: readonly Hop[], ids: readonly number[]): string {
  const hops = all.filter((hop) => ids.includes(hop.id))
  return [...new Set(hops.map((hop) => (hop.link ? `${hop.namespace} (${hop.link})` : hop.namespace)))].join(', ')
}

/** A stage that the packet passes twice, as the node's netfilter before and after routing. */
function orderWord(all: readonly Hop[], hop: Hop, stage: PathStage): string {
  const index = all.filter((candidate) => candidate.stage === stage).indexOf(hop)
  return index === 0 ? 'first' : 'then'
}

function renderHop(snapshot: Snapshot, hop: Hop, order: string, { width, paint, verbose }: RenderOptions): string[] {
  const shown = hop.steps.filter((step) => verbose || isTelling(step))
  return shown.flatMap((step, index) => {
    const before = order !== '' && index === 0 ? order.padEnd(5) : '     '
    const label = ` ${before} ${labelOf(step).padEnd(11)}`
    const lines = hang(stepText(snapshot, step), width, label, ' '.repeat(label.length))
    return step.kind === 'netfilter' && (step.verdict === 'drop' || step.verdict === 'reject')
      ? lines.map(paint.bad)
      : lines
  })
}

/** Jumps, returns and marks do not decide; the policy rules that every namespace has say nothing. */
function isTelling(step: Step): boolean {
  if (step.kind === 'netfilter') return !['jump', 'goto', 'return', 'mark', 'accept'].includes(step.verdict)
  if (step.kind === 'policy-rule' || step.kind === 'cross') return false
  return true
}

function labelOf(step: Step): string {
  switch (step.kind) {
    case 'netfilter':
      return step.verdict === 'nat' ? 'rule' : step.verdict
    case 'encapsulate':
      return 'wrap'
    case 'decapsulate':
      return 'unwrap'
    default:
      return step.kind
  }
}

function verdictLines(snapshot: Snapshot, path: TracedPath['path'], { width, paint }: RenderOptions): string[] {
  const { kind, reason, at } = path.verdict
  const colour = kind === 'delivered' ? paint.good : kind === 'undetermined' ? paint.doubtful : paint.bad
  const text = `${kind}${at.namespace === null ? '' : ` in ${at.namespace}`}: ${reasonText(snapshot, reason)}`
  return hang(text, width, '    => ', '       ').map(colour)
}

function clientLines(
  _snapshot: Snapshot,
  { path, measurement, notRun, agree }: TracedPath,
  { width, paint }: RenderOptions,
): string[] {
  const { outcome, delayMs } = path.client
  const told = [outcomeText(outcome), expectedDelayText(delayMs)].filter((part) => part !== '').join(', ')
  const lines = [
    ...hang(packetText(path.packet), width, '  dialled   ', '            '),
    ...hang(told, width, '  model     ', '            '),
  ]
  const run = measurement?.status === 'run'
  const tries = run && measurement.attempts.length > 1 ? ` (${measurement.attempts.length} tries)` : ''
  const seen = run
    ? `${outcomeText(measurement.outcome)}${measurement.outcome === 'timeout' ? '' : `, ${measuredDelayText(measurement.delayMs)}`}${tries}`
    : `not run: ${measurement?.why ?? notRun ?? 'no client was asked'}`
  const word = agree === null ? '' : agree ? ' - as the model says' : ' - NOT as the model says'
  const colour =
    agree === false ? paint.bad : !run ? paint.faint : measurement.outcome === 'connected' ? paint.good : paint.bad
  lines.push(...hang(seen + word, width, '  measured  ', '            ').map(colour))
  return lines
}

function replyLines(
  snapshot: Snapshot,
  reply: NonNullable<TracedPath['path']['reply']>,
  { width, paint }: RenderOptions,
): string[] {
  const way = reply.hops
    .map((hop) => hop.namespace)
    .filter((name, index, all) => name !== all[index - 1])
    .join(' -> ')
  const { kind, reason } = reply.verdict
  const lines = hang(`${way}: ${kind}, ${reasonText(snapshot, reason)}`, width, '  way back  ', '            ')
  return kind === 'delivered' ? lines : lines.map(paint.bad)
}
