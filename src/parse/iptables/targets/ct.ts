// Parses -j CT: no tracking, a zone, or a helper and events, which change no packet's way.
import type { Statement } from '../../../model/ruleset.ts'
import type { TargetParser } from './target-parser.ts'

export const ct: TargetParser = (options) => {
  const statements: Statement[] = []
  for (const { name, values, raw } of options) {
    const zone = /^\d+$/.test(values[0] ?? '') ? Number(values[0]) : null
    if (name === '--notrack') statements.push({ kind: 'notrack' })
    else if (name === '--zone' && zone !== null) statements.push({ kind: 'set-zone', zone })
    else if (harmless.has(name)) statements.push({ kind: 'no-effect', text: `-j CT ${raw}` })
    // --zone-orig and --zone-reply hold for one direction only.
    else return null
  }
  return statements
}

const harmless: ReadonlySet<string> = new Set(['--helper', '--timeout', '--ctevents', '--expevents'])
