// Every rule, in the order of the stages; `npm run new-rule` adds a line to each list.
import type { Rule } from './rule.ts'

export const allRules: readonly Rule[] = []
