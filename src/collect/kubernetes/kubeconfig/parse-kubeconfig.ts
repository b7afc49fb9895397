// Parses the text of one kubeconfig file, YAML or JSON; loaded only when a cluster is looked at.
import { LineCounter, parseDocument } from 'yaml'
import { isObject, type JsonObject } from '../../../parse/json-value.ts'
import { InputError } from '../../../schema/input-error.ts'

/** Throws InputError. The parser's own words may quote the file, which holds keys and tokens: only the line is told. */
export function parseKubeconfig(text: string, file: string): JsonObject {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0])
    throw new InputError({ file, line, field: null, expected: `expected a kubeconfig: not YAML (${error.code})` })
  }
  const value: unknown = document.toJS()
  // kubectl takes an empty file for an empty configuration.
  if (value === null || value === undefined) return {}
  if (isObject(value)) return value
  throw new InputError({ file, line: 1, field: null, expected: 'expected a kubeconfig: this is not an object' })
}
