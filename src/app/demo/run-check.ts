// Runs the command that a finding gives to a person, and gives what it prints, as that person would see it.
import type { LabControl } from '../../lab/fault.ts'
import type { Check } from '../../model/finding.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import { getObjects } from './get-objects.ts'
import { lookUp } from './look-up.ts'

export interface CheckPlace {
  readonly control: LabControl
  readonly file: NetworkFile
  /** The client of the act. */
  readonly from: string
}

/** Null when this machine has no such tool. */
export async function runCheck(check: Check, place: CheckPlace): Promise<string | null> {
  const { where, argv } = check
  try {
    // The lab has no API server and needs no DNS tools: both are answered by what stands in for them.
    if (where === 'cluster') return getObjects(argv, await place.control.readObjects())
    if (argv[0] === 'nslookup') return await lookUp(nameAsked(argv), where, place.file)
    return (await place.control.run(where, argv)).trimEnd()
  } catch (error) {
    const words = wordsOf(error, argv, where)
    // As nsenter(1) says it.
    return words.startsWith(`nsenter: failed to execute ${argv[0]}`) ? null : words
  }
}

/** `nslookup -debug NAME [SERVER]`. */
function nameAsked(argv: readonly string[]): string {
  return argv.slice(1).find((word) => !word.startsWith('-')) ?? ''
}

/** What the tool itself said, without the frame that the lab puts around it. */
function wordsOf(error: unknown, argv: readonly string[], where: string): string {
  const text = error instanceof Error ? error.message : String(error)
  const start = `${argv.join(' ')} failed in ${where}`
  return text.startsWith(start) ? text.slice(text.indexOf(': ', start.length) + 2) : text
}
