// Takes a YAML file apart into its documents; loaded only for files that are YAML.
import { LineCounter, parseAllDocuments } from 'yaml'
import { InputError } from '../../schema/input-error.ts'
import type { ManifestDocument } from './split-documents.ts'

/** Throws InputError. */
export function splitYaml(text: string, file: string): ManifestDocument[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines })
  if ('empty' in documents) return []
  return documents.map((document) => {
    const [error] = document.errors
    if (error !== undefined) {
      const line = error.linePos?.[0].line ?? null
      const words = error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? ''
      throw new InputError({ file, line, field: null, expected: `expected YAML or JSON: ${words}` }, { cause: error })
    }
    const start = document.contents?.range?.[0]
    return { value: document.toJS() as unknown, line: start === undefined ? null : lines.linePos(start).line }
  })
}
