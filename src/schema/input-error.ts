// The error for a file that is not what it should be: which file, which line, which field, and what was expected there.
import { UsageError } from '../model/errors.ts'

export interface InputFault {
  readonly file: string
  /** Counted from 1; null when it is not known. */
  readonly line: number | null
  /** `namespaces[2].role`; null when the file as a whole is meant. */
  readonly field: string | null
  /** What was expected, and what was found. */
  readonly expected: string
}

/** Exit status 2, as every wrong usage. */
export class InputError extends UsageError {
  override readonly name = 'InputError'
  readonly file: string
  readonly line: number | null
  readonly field: string | null
  readonly expected: string

  constructor(fault: InputFault, options?: ErrorOptions) {
    const place = fault.line === null ? fault.file : `${fault.file}:${fault.line}`
    super(`${place}: ${fault.field === null ? '' : `${fault.field}: `}${fault.expected}`, options)
    this.file = fault.file
    this.line = fault.line
    this.field = fault.field
    this.expected = fault.expected
  }
}
