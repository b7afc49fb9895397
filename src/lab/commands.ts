// Makes the inject or mend of a fault out of command lines, for what a person would type in one namespace.
import type { LabControl } from './fault.ts'

/** Words of a line are parted by single spaces; none of them may hold one. */
export function commands(namespace: string, lines: readonly string[]): (lab: LabControl) => Promise<void> {
  return async (lab) => {
    for (const line of lines) await lab.run(namespace, line.split(' '))
  }
}
