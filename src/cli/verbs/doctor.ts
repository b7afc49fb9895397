// `fairlead doctor [SERVICE…]`: every Service that points outside, tried from every pod, and what is wrong with it.
import type { Diagnosis } from '../../app/doctor/diagnose.ts'
import { doctorStatus } from '../../app/doctor/doctor-status.ts'
import { doctorUseCase } from '../../app/doctor/doctor-use-case.ts'
import { readServiceName } from '../../app/doctor/select-services.ts'
import { parseTarget } from '../../app/parse-target.ts'
import { UsageError } from '../../model/errors.ts'
import type { Target } from '../../model/measurement.ts'
import { diagnosisDocument } from '../../report/diagnosis-document.ts'
import { renderDiagnosis } from '../../report/render-diagnosis.ts'
import { renderFirstVerdict } from '../../report/render-first-verdict.ts'
import { choose } from '../choose.ts'
import { type Invocation, printJson } from '../invocation.ts'

export interface DoctorArguments {
  readonly services: readonly string[]
  readonly to: readonly string[]
  readonly udp: boolean
}

export async function doctor({ services, to, udp }: DoctorArguments, invocation: Invocation): Promise<number> {
  const { space, timeoutMs, signal, terminal, verbose, output } = invocation
  const names = (own: string) => (services.length === 0 ? null : services.map((text) => readServiceName(text, own)))
  // A wrong name is said before anything is looked for.
  names(space ?? 'default')
  const targets = to.map((text) => readTarget(text, udp))
  const chosen = await choose(invocation)
  const { width, paint } = terminal
  const onModel = (model: Diagnosis): void => {
    if (terminal.watched) terminal.say(renderFirstVerdict(model.findings, model.connections, { width, paint, verbose }))
  }
  const { findings, connections } = await doctorUseCase(chosen, {
    selected: names(space ?? chosen.space),
    targets,
    timeoutMs,
    signal,
    progress: terminal.progress,
    onModel,
  })
  if (output === 'json') printJson(invocation, diagnosisDocument(findings, connections))
  else terminal.print(renderDiagnosis(findings, connections, { width, paint, verbose }))
  return doctorStatus(findings, connections)
}

function readTarget(text: string, udp: boolean): Target {
  const target = parseTarget(text, '--to', udp)
  const { protocol } = target
  if (target.kind === 'address') return { address: target.address, port: target.port, protocol: protocol ?? 'tcp' }
  throw new UsageError(`--to is ${JSON.stringify(text)}; expected IP:PORT or [IPv6]:PORT. Name a Service without --to.`)
}
