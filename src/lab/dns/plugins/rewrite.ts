// CoreDNS's rewrite plugin for names: asks for another name and answers under the one that was asked.
import type { Plugin } from '../dns-answer.ts'

export interface RewriteOptions {
  readonly match: 'exact' | 'prefix' | 'suffix' | 'substring'
  readonly from: string
  readonly to: string
  /** `answer auto`, and always for exact: the answer names the asked name again. */
  readonly answerAsAsked: boolean
}

export function rewritePlugin(options: RewriteOptions): Plugin {
  return (next) => async (question) => {
    const name = rewritten(options, question.name)
    if (name === null) return next(question)
    const answer = await next({ ...question, name })
    if (!options.answerAsAsked) return answer
    const answers = answer.answers.map((record) => (record.name === name ? { ...record, name: question.name } : record))
    return { ...answer, answers }
  }
}

function rewritten({ match, from, to }: RewriteOptions, name: string): string | null {
  if (match === 'exact') return name === from ? to : null
  if (match === 'prefix') return name.startsWith(from) ? to + name.slice(from.length) : null
  if (match === 'suffix') return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : null
  return name.includes(from) ? name.replaceAll(from, to) : null
}
