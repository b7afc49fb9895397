// Parses -m conntrack and -m state: what connection tracking says of the packet's connection.
import type { Match } from '../../../model/ruleset.ts'
import { compare, compareEither, exact } from '../../compare.ts'
import { protocolName } from '../../protocol-name.ts'
import { compareAddress } from '../compare-address.ts'
import type { RuleContext } from '../rule-context.ts'
import type { RuleOption } from '../rule-option.ts'
import { eachOption } from './match-parser.ts'
import { numberRange } from './number-value.ts'

export const state = eachOption(({ name, negated, values }) =>
  name === '--state' ? stateMatch(values[0], negated) : null,
)

export const conntrack = eachOption((option, context) => {
  const { name, negated, values } = option
  switch (name) {
    case '--ctstate':
      return stateMatch(values[0], negated)
    case '--ctstatus':
      return statusMatch(values[0], negated)
    case '--ctproto':
      return values[0] === undefined
        ? null
        : compare('ct.original.protocol', [exact(protocolName(values[0]))], { negated })
    case '--ctdir':
      return directionMatch(values[0], negated)
    default:
      return tupleMatch(option, context)
  }
})

/** SNAT and DNAT are bits of the connection's status, or-ed with the states (net/netfilter/xt_conntrack.c conntrack_mt()). */
function stateMatch(text: string | undefined, negated: boolean): Match | null {
  const names = (text ?? '').split(',').map((name) => name.toLowerCase())
  const stateNames = names.filter((name) => states.has(name)).map(exact)
  const natNames = names.filter((name) => name === 'snat' || name === 'dnat').map(exact)
  if (stateNames.length + natNames.length !== names.length) return null
  if (natNames.length === 0) return compare('ct.state', stateNames, { negated })
  if (stateNames.length === 0) return compare('ct.status', natNames, { negated })
  return compareEither({ name: 'ct.state', values: stateNames }, { name: 'ct.status', values: natNames }, negated)
}

const states: ReadonlySet<string> = new Set(['invalid', 'new', 'established', 'related', 'untracked'])

function statusMatch(text: string | undefined, negated: boolean): Match | null {
  const names = (text ?? '').split(',').map((name) => name.toLowerCase().replace('_', '-'))
  return names.every((name) => statuses.has(name)) ? compare('ct.status', names.map(exact), { negated }) : null
}

const statuses: ReadonlySet<string> = new Set(['none', 'expected', 'seen-reply', 'assured', 'confirmed'])

function directionMatch(text: string | undefined, negated: boolean): Match | null {
  const direction = (text ?? '').toLowerCase()
  return direction === 'original' || direction === 'reply'
    ? compare('ct.direction', [exact(direction)], { negated })
    : null
}

function tupleMatch({ name, negated, values }: RuleOption, { family }: RuleContext): Match | null {
  const value = values[0]
  if (value === undefined) return null
  switch (name) {
    case '--ctorigsrc':
      return compareAddress('ct.original.source', value, negated, family)
    case '--ctorigdst':
      return compareAddress('ct.original.destination', value, negated, family)
    case '--ctreplsrc':
      return compareAddress('ct.reply.source', value, negated, family)
    case '--ctrepldst':
      return compareAddress('ct.reply.destination', value, negated, family)
    case '--ctorigsrcport':
      return portMatch('ct.original.source-port', value, negated)
    case '--ctorigdstport':
      return portMatch('ct.original.destination-port', value, negated)
    default:
      return null
  }
}

function portMatch(
  field: 'ct.original.source-port' | 'ct.original.destination-port',
  text: string,
  negated: boolean,
): Match | null {
  const value = numberRange(text)
  return value && compare(field, [value], { negated })
}
