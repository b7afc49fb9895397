// Parses comparisons of bits: TCP flags and ct status, with the operators that only bits have (`in`, `!`).
import type { Match } from '../../model/ruleset.ts'
import { compare, exact } from '../compare.ts'
import { fieldOf, isObject, listOf, textOf } from '../json-value.ts'
import { flagBits } from './parse-value.ts'
import type { SpecialMatch } from './special-match.ts'

export const matchFlags: SpecialMatch = (left, op, right) => {
  const [inner, mask] = isObject(left) ? listOf(left, '&') : []
  const field = inner ?? left
  if (isNamed(field, 'payload', 'field', 'flags') && isNamed(field, 'payload', 'protocol', 'tcp')) {
    // Sets of flags are looked up whole, as any other field's.
    if (mask === undefined && isObject(right) && Object.hasOwn(right, 'set')) return undefined
    const match = matchTcpFlags(mask, op, right)
    return match && [compare('meta.l4proto', [exact('tcp')]), match]
  }
  if (!isNamed(field, 'ct', 'key', 'status')) return undefined
  const match = matchStatus(mask, op, right)
  return match && [match]
}

function isNamed(json: unknown, outer: string, key: string, value: string): boolean {
  const object = isObject(json) ? fieldOf(json, outer) : undefined
  return isObject(object) && textOf(object, key) === value
}

function matchTcpFlags(maskJson: unknown, op: string, right: unknown): Match | null {
  const value = flagBits(right)
  if (value === null) return null
  if (maskJson === undefined) {
    // `tcp flags syn,ack` holds when any of them is set, `tcp flags ! syn` when none is.
    if (op === 'in' || op === '!') return compareBits(value, 0, op === 'in')
    return op === '==' || op === '!=' ? compare('tcp.flags', [exact(value)], { negated: op === '!=' }) : null
  }
  const mask = flagBits(maskJson)
  if (mask === null) return null
  if (op === '==' || op === '!=') return compareBits(mask, value, op === '!=')
  return op === '>' && value === 0 ? compareBits(mask, 0, true) : null
}

function compareBits(mask: number, value: number, negated: boolean): Match {
  return compare('tcp.flags', [exact(value)], { negated, mask: String(mask) })
}

/** A connection has several status bits: only forms that ask for single ones say what the model can say. */
function matchStatus(mask: unknown, op: string, right: unknown): Match | null {
  const names = (Array.isArray(mask ?? right) ? (mask ?? right) : [mask ?? right]) as readonly unknown[]
  const values = names.filter((name) => typeof name === 'string').map(exact)
  if (values.length !== names.length) return null
  if (mask === undefined)
    return op === 'in' || op === '!' ? compare('ct.status', values, { negated: op === '!' }) : null
  if (right === 0 && (op === '==' || op === '!=')) return compare('ct.status', values, { negated: op === '==' })
  return right === mask && (op === '==' || op === '!=') ? compare('ct.status', values, { negated: op === '!=' }) : null
}
