// Prints what a practice network is made of and in which state, and the faults that it knows.
import type { Paint } from './paint.ts'
import { hang } from './wrap-text.ts'

export interface LabState {
  readonly name: string
  readonly state: 'up' | 'half-dead' | 'dead' | 'absent'
  readonly parts: readonly {
    readonly kind: string
    readonly name: string
    readonly alive: boolean
    readonly detail: string
  }[]
  readonly faults: readonly string[]
  readonly networkFile: string
}

export interface FaultLine {
  readonly name: string
  readonly summary: string
}

interface Page {
  readonly width: number
  readonly paint: Paint
}

export function renderLabStatus(labs: readonly LabState[], page: Page): string {
  if (labs.length === 0) return 'No practice network is up. Raise one with: fairlead lab up\n'
  return `${labs.flatMap((lab) => renderLab(lab, page)).join('\n')}\n`
}

function renderLab({ name, state, parts, faults, networkFile }: LabState, { width, paint }: Page): string[] {
  const colour = state === 'up' ? paint.good : paint.bad
  const kinds = [...new Set(parts.map((part) => part.kind))]
  return [
    `${paint.strong(name)}  ${colour(state)}  ${networkFile}`,
    ...kinds.flatMap((kind) => {
      const names = parts.filter((part) => part.kind === kind && part.alive).map((part) => part.name)
      return names.length === 0 ? [] : hang(names.join(', '), width, `  ${kind.padEnd(11)}`, ' '.repeat(13))
    }),
    ...parts
      .filter((part) => !part.alive)
      .flatMap((part) =>
        hang(`${part.kind} ${part.name}: ${part.detail}`, width, '  gone       ', ' '.repeat(13)).map(paint.bad),
      ),
    ...hang(faults.length === 0 ? 'none' : faults.join(', '), width, '  faults on  ', ' '.repeat(13)),
  ]
}

export function renderFaults(faults: readonly FaultLine[], { width, paint }: Page): string {
  const lines = faults.flatMap(({ name, summary }) => [paint.strong(name), ...hang(summary, width, '  ', '  ')])
  return `${lines.join('\n')}\n`
}
