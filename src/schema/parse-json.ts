// JSON text to a value, with an error that names file, line and what was expected there.
import { InputError } from './input-error.ts'
import { findJsonFault } from './json-fault.ts'

/** `firstLine` is the line of the file on which the text starts. Throws InputError. */
export function parseJson(text: string, file: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const fault = findJsonFault(text)
    if (fault === null) throw error
    const before = text.slice(0, fault.offset)
    const line = firstLine + before.split('\n').length - 1
    const found = text.slice(fault.offset, fault.offset + 12).split(/\s/)[0]
    const described = found === undefined || found === '' ? 'the end of the file' : JSON.stringify(found)
    throw new InputError(
      { file, line, field: null, expected: `expected ${fault.expected}, found ${described}` },
      { cause: error },
    )
  }
}
