// Says a statement of a rule in one short line, so that what a parser made of many rules can be written as a table.
import type { Element, Field, Match, SetSource, Statement, Value } from '../../src/model/ruleset.ts'

export function sayStatements(statements: readonly Statement[]): string {
  return statements.map(sayStatement).join('; ')
}

export function sayElement(element: Element): string {
  return element.map(sayValue).join(' . ')
}

function sayStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'match':
      return sayMatch(statement.match)
    case 'verdict':
      return Object.values(statement.verdict).join(' ')
    case 'verdict-map':
      return `${sayFields(statement.fields)} → ${
        statement.map.kind === 'named'
          ? `@${statement.map.map}`
          : `${statement.map.entries
              .map(({ element, verdict }) => `${sayElement(element)}: ${Object.values(verdict).join(' ')}`)
              .join(', ')}${statement.map.modulus === null ? '' : ` of ${statement.map.modulus}`}`
      }`
    case 'nat': {
      const { kind, family, address, ports, flags } = statement.nat
      return [kind, family, address && `${address.from}-${address.to}`, ports && `:${ports.from}-${ports.to}`, ...flags]
        .filter((word) => word !== null)
        .join(' ')
    }
    case 'reject':
      return `reject ${statement.with}`
    case 'set-mark':
      return `${statement.which} mark & ${hex(statement.keepMask)} ^ ${hex(statement.xor)}`
    case 'copy-mark':
      return `${statement.to} mark copied & ${hex(statement.mask)}`
    case 'set-ttl':
      return `ttl ${statement.change} ${statement.value}`
    case 'notrack':
      return 'notrack'
    case 'set-zone':
      return `zone ${statement.zone}`
    case 'no-effect':
    case 'unsupported':
      return `${statement.kind}(${statement.text})`
    default:
      return statement satisfies never
  }
}

function sayMatch(match: Match): string {
  switch (match.kind) {
    case 'compare':
      return `${sayFields(match.fields)} ${match.negated ? '!=' : '='} ${saySource(match.values)}`
    case 'random':
      return `random ${match.probability.toFixed(4)}`
    case 'nth':
      return `nth ${match.packet} of ${match.every}`
    case 'limit':
      return `${match.over ? 'over' : 'within'}(${match.text})`
    case 'recent':
      return `${match.negated ? 'not ' : ''}recent-${match.action}(${match.text})`
    case 'unsupported':
      return `unsupported?(${match.text})`
    default:
      return match satisfies never
  }
}

function sayFields(fields: readonly Field[]): string {
  return fields.map(({ name, mask }) => (mask === null ? name : `${name} & ${mask}`)).join(' . ')
}

function saySource(source: SetSource): string {
  if (source.kind === 'inline') return source.elements.map(sayElement).join(' | ')
  return source.kind === 'named' ? `@${source.set}` : `unreadable(${source.text})`
}

function sayValue(value: Value): string {
  switch (value.kind) {
    case 'exact':
      return value.value
    case 'prefix':
      return value.prefix
    case 'range':
      return `${value.from}-${value.to}`
    case 'starts-with':
      return `${value.start}…`
    case 'any':
      return 'any'
    default:
      return value satisfies never
  }
}

function hex(number: number): string {
  return `0x${number.toString(16)}`
}
