// Parses one rule of `nft -j list ruleset`.
import type { Rule, Statement } from '../../model/ruleset.ts'
import { isObject, type JsonObject, listOf, numberOf, textOf } from '../json-value.ts'
import { parseStatement } from './parse-statement.ts'
import type { NftContext } from './rule-context.ts'
import { statementText } from './text/statement-text.ts'

export function parseRule(rule: JsonObject, number: number, context: NftContext): Rule {
  const statements: Statement[] = []
  const texts: string[] = []
  const held = new Set<string>()
  for (const json of listOf(rule, 'expr')) {
    const text = isObject(json) ? statementText(json, context.family) : JSON.stringify(json)
    const parsed = isObject(json) ? parseStatement(json, text, context) : [{ kind: 'unsupported', text } as const]
    if (text !== '') texts.push(text)
    for (const statement of parsed) {
      // Several fields of one header take the same protocol for granted; once is enough.
      const key = statement.kind === 'match' ? JSON.stringify(statement) : null
      if (key !== null && held.has(key)) continue
      if (key !== null) held.add(key)
      if (statement.kind !== 'no-effect' || statement.text !== '') statements.push(statement)
    }
  }
  const comment = textOf(rule, 'comment')
  if (comment !== null) texts.push(`comment "${comment}"`)
  return { number, handle: numberOf(rule, 'handle'), text: texts.join(' '), comment, statements }
}
