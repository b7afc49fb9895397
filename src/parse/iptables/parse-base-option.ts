// Parses the options every rule may have: addresses, links, protocol, fragment.
import type { Match, Statement } from '../../model/ruleset.ts'
import { compare, exact, linkName } from '../compare.ts'
import { protocolName } from '../protocol-name.ts'
import { compareAddress } from './compare-address.ts'
import type { RuleContext } from './rule-context.ts'
import { isNot, rawText } from './rule-option.ts'
import type { Token } from './tokenize-rule.ts'

export function parseBaseOption(tokens: readonly Token[], { family }: RuleContext): Statement[] {
  const negated = isNot(tokens[0])
  const [option, value] = negated ? tokens.slice(1) : tokens
  const match = matchOf(option?.text ?? '', value?.text ?? null, negated, family)
  return [{ kind: 'match', match: match ?? { kind: 'unsupported', text: rawText(tokens) } }]
}

function matchOf(option: string, value: string | null, negated: boolean, family: 4 | 6): Match | null {
  if (option === '-f') return compare('ip.fragment', [exact(1)], { negated })
  if (value === null) return null
  const ip = family === 4 ? 'ip' : 'ip6'
  switch (option) {
    case '-s':
      return compareAddress(`${ip}.source`, value, negated, family)
    case '-d':
      return compareAddress(`${ip}.destination`, value, negated, family)
    case '-i':
      return compare('meta.iifname', [linkName(value, '+')], { negated })
    case '-o':
      return compare('meta.oifname', [linkName(value, '+')], { negated })
    case '-p':
      return compare('meta.l4proto', [protocol(value)], { negated })
    default:
      return null
  }
}

/** 0 and `all` stand for every protocol. */
function protocol(text: string): ReturnType<typeof exact> {
  return text === '0' || text === 'all' ? { kind: 'any' } : exact(protocolName(text))
}
