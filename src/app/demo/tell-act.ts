// Tells one act: what the pod saw, what Fairlead found, what a person would check, the fix, and the proof that it works.
import type { Finding } from '../../model/finding.ts'
import { measuredDelayText, outcomeText } from '../../report/outcome-text.ts'
import { checkText } from '../../report/render-diagnosis.ts'
import type { RenderOptions } from '../../report/render-trace.ts'
import { hang } from '../../report/wrap-text.ts'
import { diagnose } from '../doctor/diagnose.ts'
import type { ActRecord } from './act-record.ts'
import { actionLines } from './action-lines.ts'
import { demoOptions, mainFinding, type Saw, whatItSaw } from './story-of.ts'

/** A long listing says no more in a demo than its beginning. */
const outputLines = 20

/** The cause itself stands first; what other pods saw of it repeats it. */
const evidenceShown = 3

export interface Told {
  readonly text: string
  /** The cause was named, and the client got its connection in the end. */
  readonly mended: boolean
}

export function tellAct(record: ActRecord, options: RenderOptions): Told {
  const { from, to, toThen, repair } = record
  const { paint } = options
  const broken = diagnose(record.before, demoOptions({ from, to }))
  const mended = diagnose(record.after, demoOptions({ from, to: toThen }))
  const finding = mainFinding(broken, record.fault)
  const proof = whatItSaw(mended, from, toThen)
  const rest = mended.findings.filter(({ severity }) => severity === 'error')
  const told = (label: string, text: string, colour = (line: string): string => line): string[] =>
    hang(text, options.width, `  ${label.padEnd(10)}`, indent).map(colour)
  const lines = [
    ...told('broken', `${record.summary}.`),
    ...told('pod saw', sawText(from, to, whatItSaw(broken, from, to)), paint.bad),
    ...(finding ? findingLines(finding, told, paint.strong) : told('found', 'nothing', paint.bad)),
    ...record.checks.flatMap((check) => [
      `  ${'by hand'.padEnd(10)}${checkText(check)}`,
      ...shorten(check.output).map((line) => paint.faint(`${indent}${line}`)),
    ]),
    ...told('fix', repair.by === 'fix' ? repair.title : `${repair.title} (done here by hand)`),
    ...repair.actions.flatMap((action) => actionLines(action).map((line) => `${indent}${line}`)),
    ...(repair.emptiedCache ? [...told('', cacheWords), `${indent}cluster$ ${restartDns}`] : []),
    ...told('proof', sawText(from, toThen, proof), proof?.outcome === 'connected' ? paint.good : paint.bad),
    ...rest.flatMap((left) => told('still', left.message, paint.bad)),
  ]
  return {
    text: `${lines.join('\n')}\n`,
    mended: finding !== null && proof?.outcome === 'connected' && rest.length === 0,
  }
}

const indent = ' '.repeat(12)
const cacheWords = 'Cluster DNS keeps for 30 s that the name did not exist; started afresh, it does not:'
const restartDns = 'kubectl -n kube-system rollout restart deployment coredns'

type Tell = (label: string, text: string, colour?: (line: string) => string) => string[]

function findingLines(finding: Finding, told: Tell, strong: (line: string) => string): string[] {
  return [
    ...told('found', finding.rule, strong),
    ...told('', finding.message),
    ...finding.evidence.slice(0, evidenceShown).flatMap(({ text }) => told('evidence', text)),
  ]
}

function sawText(from: string, to: string, saw: Saw | null): string {
  if (!saw) return `${from} dials ${to}: not tried`
  const address = saw.address === null || to.startsWith(saw.address) ? '' : ` at ${saw.address}`
  const when = measuredDelayText(saw.delayMs)
  const what =
    saw.outcome === 'timeout'
      ? `nothing at all, no error either; it gave up ${when}`
      : `${outcomeText(saw.outcome)} ${when}`
  return `${from} dials ${to}${address}: ${what}`
}

function shorten(output: string): string[] {
  const lines = output === '' ? ['(prints nothing)'] : output.split('\n')
  if (lines.length <= outputLines) return lines
  return [...lines.slice(0, outputLines - 1), `… and ${lines.length - outputLines + 1} lines more`]
}
