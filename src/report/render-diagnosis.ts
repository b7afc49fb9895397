// Prints doctor's findings for a person: what is wrong, the proof, how to see it by hand, how to mend it.
import type { Connection } from '../model/connection.ts'
import type { Action, Check, Finding } from '../model/finding.ts'
import { decidingPath } from './diagnosis-document.ts'
import { expectedDelayText, measuredDelayText, outcomeText } from './outcome-text.ts'
import { hostPort } from './reason-text.ts'
import type { RenderOptions } from './render-trace.ts'
import { shellWords } from './shell-words.ts'
import { stageTitle } from './stages.ts'
import { hang } from './wrap-text.ts'

export function renderDiagnosis(
  findings: readonly Finding[],
  connections: readonly Connection[],
  options: RenderOptions,
): string {
  const real = connections.filter((connection) => !connection.hypothetical)
  const lines = [
    ...findings.flatMap((finding) => [...renderFinding(finding, options), '']),
    ...(options.verbose || findings.length === 0 ? [...renderConnections(real, options), ''] : []),
    ...nodesThatTried(real, options),
    summary(findings, real, options),
  ]
  return `${lines.join('\n')}\n`
}

export function renderFinding(finding: Finding, { width, paint }: RenderOptions): string[] {
  const mark = { error: paint.bad('x'), warning: paint.doubtful('!'), info: paint.doubtful('?') }[finding.severity]
  const { stage, namespace } = finding.at
  const isPart = finding.rule === 'could-not-read' && finding.subject.port === null
  const place = isPart ? 'not read' : stage === 0 ? 'name resolution' : `stage ${stage}, ${stageTitle(stage)}`
  const clients = finding.affects.map((client) => client.from).join(', ')
  return [
    `${mark} ${paint.strong(finding.rule)}  ${paint.faint(`${place}${namespace === null ? '' : `, in ${namespace}`}`)}`,
    ...hang(finding.message, width, '  ', '  '),
    ...finding.evidence.flatMap((one) => hang(one.text, width, '  proof     ', '            ')),
    ...(clients === '' ? [] : hang(clients, width, '  affects   ', '            ')),
    ...finding.checks.flatMap((check) => hang(checkText(check), width, '  see it    ', '            ')),
    ...finding.fixes.flatMap((fix, index) => [
      ...hang(fix.title, width, index === 0 ? '  mend it   ' : '  or        ', '            '),
      ...fix.widens.flatMap((one) =>
        hang(
          `opens ${one.port === null ? one.destination : hostPort(one.destination, one.port)} to ${one.source}`,
          width,
          '            ',
          '            ',
        ).map(paint.faint),
      ),
      ...fix.actions.flatMap((action) => hang(actionText(action), width, '            ', '              ')),
    ]),
  ]
}

export function checkText({ where, argv }: Check): string {
  return `${where}$ ${shellWords(argv)}`
}

export function actionText(action: Action): string {
  switch (action.kind) {
    case 'exec':
      return `${action.where}$ ${shellWords(action.argv)}`
    case 'docker':
      return `$ ${shellWords(action.argv)}`
    case 'kubernetes': {
      const { kind, namespace, name } = action.object
      return `${action.verb} ${kind} ${namespace === null ? name : `${namespace}/${name}`}${action.verb === 'delete' ? '' : `: ${JSON.stringify(action.body)}`}`
    }
    case 'manual':
      return `${action.where}: ${action.text}`
    default:
      return action satisfies never
  }
}

function renderConnections(connections: readonly Connection[], { width, paint }: RenderOptions): string[] {
  return connections.flatMap((connection) => {
    const { from, to, measurement, asked, paths, agree } = connection
    const path = decidingPath(paths)
    const outcome =
      to.address === null
        ? (asked?.outcome ?? connection.expected?.outcome ?? null)
        : (measurement?.outcome ?? path?.client.outcome ?? null)
    const good = outcome === 'connected'
    const service = to.name === null ? '' : `${to.name} `
    const via = to.via === null ? '' : ` behind ${to.via}`
    const target =
      to.address === null ? service.trim() : `${service}${hostPort(to.address, to.port)}/${to.protocol}${via}`
    const delay = measurement
      ? measuredDelayText(measurement.delayMs)
      : path
        ? expectedDelayText(path.client.delayMs)
        : ''
    const doubt =
      agree === false ? ', NOT as the model says' : measurement || to.address === null ? '' : ' (model only)'
    const text = `${from.namespace} -> ${target}: ${outcomeText(outcome as never)}${delay && good ? ` ${delay}` : ''}${doubt}`
    return hang(text, width, `${good ? paint.good('o') : paint.bad('x')} `, '  ')
  })
}

/** A node has no use for the cluster's names, and is not what a pod is: said where it had to stand in for one. */
function nodesThatTried(connections: readonly Connection[], { width, paint }: RenderOptions): string[] {
  const nodes = [
    ...new Set(connections.filter(({ from }) => from.namespace === from.node).map(({ from }) => from.namespace)),
  ]
  if (nodes.length === 0) return []
  const text = `No pod to try from on ${nodes.join(', ')}: ${nodes.length === 1 ? 'the node itself dialled' : 'the nodes themselves dialled'} the addresses.`
  return hang(text, width, '', '').map(paint.faint)
}

function summary(findings: readonly Finding[], connections: readonly Connection[], { paint }: RenderOptions): string {
  const works = connections.filter(
    (one) =>
      one.measurement?.outcome === 'connected' ||
      (!one.measurement && decidingPath(one.paths)?.client.outcome === 'connected'),
  ).length
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const parts = [
    `${works} of ${connections.length} connections work`,
    count('error') > 0 ? paint.bad(`${count('error')} ${count('error') === 1 ? 'error' : 'errors'}`) : '',
    count('warning') > 0
      ? paint.doubtful(`${count('warning')} ${count('warning') === 1 ? 'warning' : 'warnings'}`)
      : '',
    count('info') > 0 ? paint.doubtful(`${count('info')} not determined`) : '',
    findings.length === 0 && works === connections.length ? paint.good('nothing wrong found') : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
