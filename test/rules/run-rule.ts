// Runs one rule and holds it to what it says it reads: no input more, and when it fires none less.
import { expect } from 'vitest'
import type { Found, Input, Rule, RuleFacts } from '../../src/rules/rule.ts'

export function runRule(rule: Rule, facts: RuleFacts): readonly Found[] {
  const read = new Set<string>()
  const watched = new Proxy(facts, {
    get: (target, key) => {
      read.add(String(key))
      return target[key as Input]
    },
    ownKeys: () => {
      throw new Error(`rule ${rule.name} copies its facts whole`)
    },
  })
  const found = rule.find(watched)
  const declared = [...rule.inputs].sort()
  const undeclared = [...read].filter((input) => !declared.includes(input as Input))
  expect(undeclared, `inputs that rule ${rule.name} reads and does not declare`).toEqual([])
  if (found.length > 0) expect([...read].sort(), `inputs that rule ${rule.name} declares and reads`).toEqual(declared)
  return found
}
