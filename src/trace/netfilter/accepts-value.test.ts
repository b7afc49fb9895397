// Which values of a packet a value written in a rule takes.
import { describe, expect, it } from 'vitest'
import type { Value } from '../../model/ruleset.ts'
import { acceptsValue, singleText } from './accepts-value.ts'

const exact = (value: string): Value => ({ kind: 'exact', value })
const prefix = (text: string): Value => ({ kind: 'prefix', prefix: text })
const range = (from: string, to: string): Value => ({ kind: 'range', from, to })

describe('a value takes', () => {
  it.each<[fact: string, value: Value, taken: readonly string[], refused: readonly string[]]>([
    ['one number as text', exact('80'), ['80'], ['8', '800', '']],
    ['one address however it is written', exact('FD00:0::1'), ['fd00::1'], ['fd00::2', '10.0.0.1']],
    ['a prefix of IPv4', prefix('10.0.0.0/30'), ['10.0.0.0', '10.0.0.3'], ['10.0.0.4', '::a00:0', '']],
    ['a prefix of IPv6', prefix('fd00::/127'), ['fd00::', 'fd00::1'], ['fd00::2', '10.0.0.1']],
    ['everything of one family', prefix('0.0.0.0/0'), ['255.255.255.255'], ['::1']],
    ['numbers from and to', range('1024', '65535'), ['1024', '65535'], ['1023', '65536', '', 'eth0']],
    [
      'addresses from and to',
      range('10.0.0.9', '10.0.1.2'),
      ['10.0.0.9', '10.0.1.0'],
      ['10.0.0.8', '10.0.1.3', 'fd00::1'],
    ],
    ['names that start so', { kind: 'starts-with', start: 'veth' }, ['veth', 'veth1'], ['eth0', '']],
    ['anything', { kind: 'any' }, ['', 'x'], []],
    ['nothing, where the prefix is none', prefix('somewhere/8'), [], ['10.0.0.1']],
  ])('%s', (_fact, value, taken, refused) => {
    const accepts = acceptsValue(value)
    expect([...taken, ...refused].filter(accepts)).toEqual(taken)
  })
})

it('a value that stands for one text has it', () => {
  const values = [exact('80'), exact('fd00:0::1'), prefix('10.0.0.1/32'), prefix('10.0.0.1'), prefix('fd00::1/128')]
  expect(values.map(singleText)).toEqual(['80', 'fd00::1', '10.0.0.1', '10.0.0.1', 'fd00::1'])
  const wide = [prefix('10.0.0.0/31'), prefix('fd00::/32'), range('1', '1'), { kind: 'any' } as const]
  expect(wide.map(singleText)).toEqual([null, null, null, null])
})
