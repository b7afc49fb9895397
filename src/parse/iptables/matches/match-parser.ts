// How a match of iptables is parsed: its options in order, each into a comparison.
import type { Match } from '../../../model/ruleset.ts'
import type { RuleContext } from '../rule-context.ts'
import type { RuleOption } from '../rule-option.ts'

/** Null when anything is not known: the whole match is then unsupported. `text`: as printed, with `-m NAME`. */
export type MatchParser = (
  options: readonly RuleOption[],
  context: RuleContext,
  text: string,
) => readonly Match[] | null

/** For matches whose options mean something each by itself. */
export function eachOption(parse: (option: RuleOption, context: RuleContext) => Match | null): MatchParser {
  return (options, context) => {
    const matches = options.map((option) => parse(option, context))
    return matches.every((match) => match !== null) ? matches : null
  }
}
