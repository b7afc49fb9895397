// Wrong values are named with their option and what was expected.
import { describe, expect, it, test } from 'vitest'
import { type RawOptions, readOptions, readPort } from './read-options.ts'

const { signal } = new AbortController()
const read = (raw: RawOptions) => readOptions(raw, ['text', 'json'], signal)

it('options that are left out have the values of contract.md', () => {
  expect(read({})).toMatchObject({
    output: 'text',
    space: null,
    timeoutMs: 5_000,
    snapshot: null,
    attach: null,
    hostHelper: 'ask',
  })
})

test.each([
  ['5s', 5_000],
  ['800ms', 800],
  ['1.5s', 1_500],
  ['1m', 60_000],
])('--timeout %s is %d ms', (timeout, timeoutMs) => {
  expect(read({ timeout }).timeoutMs).toBe(timeoutMs)
})

describe('refused', () => {
  const time = 'expected a time of at most 10m with its unit, as in 5s, 800ms or 1m.'
  test.each([
    [{ timeout: '5' }, `--timeout is "5"; ${time}`],
    [{ timeout: '-1s' }, `--timeout is "-1s"; ${time}`],
    [{ timeout: '0s' }, `--timeout is "0s"; ${time}`],
    [{ timeout: '99m' }, `--timeout is "99m"; ${time}`],
    [{ output: 'xml' }, '--output is "xml"; expected text or json.'],
    [{ output: 'sarif' }, '--output sarif does not fit this command; expected text or json.'],
    [{ hostHelper: 'maybe' }, '--host-helper is "maybe"; expected ask, yes or no.'],
    [
      { namespace: 'Shop' },
      '--namespace is "Shop"; expected a Kubernetes namespace: small letters, digits and hyphens.',
    ],
  ])('%o', (raw, message) => {
    expect(() => read(raw)).toThrow(message)
  })

  it('a port that is none', () => {
    expect(() => readPort('--from-port', '0')).toThrow('--from-port is "0"; expected a port from 1 to 65535.')
    expect(readPort('--from-port', '40001')).toBe(40_001)
  })
})
