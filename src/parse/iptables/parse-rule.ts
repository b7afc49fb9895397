// Parses one `-A` line: base options, matches in order, then the target.
import type { Rule, Statement } from '../../model/ruleset.ts'
import { parseBaseOption } from './parse-base-option.ts'
import { parseMatchModule } from './parse-match-module.ts'
import { parseTarget } from './parse-target.ts'
import type { RuleContext } from './rule-context.ts'
import { splitRule } from './split-rule.ts'
import { tokenizeRule } from './tokenize-rule.ts'

export function parseRule(text: string, number: number, context: RuleContext): Rule {
  const comments: string[] = []
  const statements: Statement[] = []
  // The first two words are -A and the chain.
  for (const { kind, tokens } of splitRule(tokenizeRule(text).slice(2))) {
    const [, name, , comment] = tokens
    if (kind === 'target') statements.push(...parseTarget(tokens, context))
    else if (kind === 'base') statements.push(...parseBaseOption(tokens, context))
    else if (name?.text === 'comment' && comment) comments.push(comment.text)
    else statements.push(...parseMatchModule(tokens, context))
  }
  return { number, handle: null, text, comment: comments.length > 0 ? comments.join(' ') : null, statements }
}
