// Lines fit, and nothing that others wrote can move the cursor.
import { expect, it } from 'vitest'
import { terminalPaint } from './paint.ts'
import { hang, wrapText } from './wrap-text.ts'

it('breaks at spaces, and a word that is longer than a line where it must', () => {
  expect(wrapText('one two three', 10)).toEqual(['one two', 'three'])
  expect(wrapText('abcdefghijklmnop', 10)).toEqual(['abcdefghij', 'klmnop'])
  expect(wrapText('', 10)).toEqual([''])
})

it('takes control characters out', () => {
  expect(wrapText('a\u001b[2Jb\rc', 80)).toEqual(['a [2Jb c'])
})

it('hangs the lines behind the first, whatever its colour', () => {
  expect(hang('one two three', 12, '> ', '  ')).toEqual(['> one two', '  three'])
  expect(hang('one two three', 12, terminalPaint.bad('> '), '  ')).toHaveLength(2)
})
