// Splits what `ip -j -batch -` or `bridge -j -batch -` printed into one array of objects a command.
import { isObject, type JsonObject } from '../json-value.ts'
import type { ToolOutput } from '../raw-namespace.ts'

/** Null for each command whose array did not arrive: the tool stops at the first command that fails. */
export function readBatch(output: ToolOutput, commands: readonly string[]): readonly (readonly JsonObject[] | null)[] {
  const lines = (output.text ?? '').split('\n').filter((line) => line.trim() !== '')
  return commands.map((_, index) => {
    const line = lines[index]
    return line === undefined ? null : readArray(line)
  })
}

function readArray(line: string): readonly JsonObject[] | null {
  try {
    const value: unknown = JSON.parse(line)
    return Array.isArray(value) ? value.filter(isObject) : null
  } catch {
    return null
  }
}
