// Checks what stands on the command line: a wrong value is named with its option and what was expected.
import type { HostHelper } from '../app/choose-network.ts'
import { UsageError } from '../model/errors.ts'
import type { Invocation, OutputFormat } from './invocation.ts'
import { openTerminal } from './open-terminal.ts'

/** As commander gives them. */
export interface RawOptions {
  readonly output?: string
  readonly namespace?: string
  readonly snapshot?: string
  readonly attach?: string
  readonly lab?: string
  readonly context?: string
  readonly kubeconfig?: string
  readonly hostHelper?: string
  readonly timeout?: string
  readonly verbose?: boolean
  readonly color?: boolean
}

const formats: readonly OutputFormat[] = ['text', 'json', 'junit', 'sarif']

/** `fits`: the formats that the command has. Throws UsageError. */
export function readOptions(raw: RawOptions, fits: readonly OutputFormat[], signal: AbortSignal): Invocation {
  return {
    output: readOutput(raw.output ?? 'text', fits),
    space: raw.namespace === undefined ? null : readSpace(raw.namespace),
    snapshot: raw.snapshot ?? null,
    attach: raw.attach ?? null,
    lab: raw.lab ?? null,
    context: raw.context ?? null,
    kubeconfig: raw.kubeconfig ?? null,
    hostHelper: readHostHelper(raw.hostHelper ?? 'ask'),
    timeoutMs: readTimeout(raw.timeout ?? '5s'),
    verbose: raw.verbose ?? false,
    terminal: openTerminal({ colour: raw.color ?? true }),
    signal,
  }
}

export function readPort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 1 && port <= 65_535) return port
  throw new UsageError(`${option} is ${JSON.stringify(text)}; expected a port from 1 to 65535.`)
}

function readOutput(text: string, fits: readonly OutputFormat[]): OutputFormat {
  const format = formats.find((one) => one === text)
  const expected = fits.join(' or ')
  if (format === undefined) throw new UsageError(`--output is ${JSON.stringify(text)}; expected ${expected}.`)
  if (!fits.includes(format)) throw new UsageError(`--output ${text} does not fit this command; expected ${expected}.`)
  return format
}

const hostHelpers: readonly HostHelper[] = ['ask', 'yes', 'no']

function readHostHelper(text: string): HostHelper {
  const found = hostHelpers.find((one) => one === text)
  if (found) return found
  throw new UsageError(`--host-helper is ${JSON.stringify(text)}; expected ask, yes or no.`)
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 }
const longestMs = 10 * 60_000

function readTimeout(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text)
  const timeoutMs = Math.round(Number(found?.[1] ?? Number.NaN) * (units[found?.[2] ?? ''] ?? Number.NaN))
  if (timeoutMs >= 1 && timeoutMs <= longestMs) return timeoutMs
  throw new UsageError(
    `--timeout is ${JSON.stringify(text)}; expected a time of at most 10m with its unit, as in 5s, 800ms or 1m.`,
  )
}

/** RFC 1123 label, as the API server checks a namespace's name. */
function readSpace(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text
  throw new UsageError(
    `--namespace is ${JSON.stringify(text)}; expected a Kubernetes namespace: small letters, digits and hyphens.`,
  )
}
