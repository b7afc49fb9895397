// `fairlead trace FROM TO`: the seven stages of the way, hop by hop, and where it ends.
import { parseTarget } from '../../app/parse-target.ts'
import { traceUseCase } from '../../app/trace/trace.ts'
import { traceStatus } from '../../app/trace/trace-status.ts'
import { renderTrace } from '../../report/render-trace.ts'
import { traceDocument } from '../../report/trace-document.ts'
import { choose } from '../choose.ts'
import { type Invocation, printJson } from '../invocation.ts'
import { readPort } from '../read-options.ts'

export interface TraceArguments {
  readonly from: string
  readonly to: string
  readonly udp: boolean
  readonly fromPort: string | undefined
}

export async function trace({ from, to, udp, fromPort }: TraceArguments, invocation: Invocation): Promise<number> {
  const { space, timeoutMs, signal, terminal, verbose, output } = invocation
  const port = fromPort === undefined ? null : readPort('--from-port', fromPort)
  const target = parseTarget(to, 'TO', udp)
  const chosen = await choose(invocation)
  const report = await traceUseCase(chosen, {
    from,
    to: target,
    toText: to,
    space: space ?? chosen.space,
    fromPort: port,
    timeoutMs,
    signal,
    progress: terminal.progress,
  })
  if (output === 'json') printJson(invocation, traceDocument(report))
  else terminal.print(renderTrace(report, { width: terminal.width, paint: terminal.paint, verbose }))
  return traceStatus(report)
}
