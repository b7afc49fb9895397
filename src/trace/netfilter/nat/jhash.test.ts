// The kernel's hash, by values that include/linux/jhash.h gave when it was compiled.
import { expect, it } from 'vitest'
import { jhash2 } from './jhash.ts'

const words = [1, 2, 3, 0xffffffff, 5, 6, 7]

it.each([
  [0, 3735928559, 3735928543],
  [1, 1923623579, 3460650769],
  [2, 2337044857, 3745988632],
  [3, 2757843189, 2210902319],
  [4, 3267663508, 1210638635],
  [5, 2885221292, 176906029],
  [6, 1459244885, 4030742759],
  [7, 644034868, 4135693261],
])('of %i words', (length, fromZero, fromLarge) => {
  expect(jhash2(words.slice(0, length), 0)).toBe(fromZero)
  expect(jhash2(words.slice(0, length), 0xfffffff0)).toBe(fromLarge)
})
