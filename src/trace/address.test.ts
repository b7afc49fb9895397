// Addresses and prefixes: what is read, what is refused, and what contains what.
import { describe, expect, it } from 'vitest'
import { isLinkLocal, isLoopback, isMulticast, parseAddress, parsePrefix, prefixContains } from './address.ts'

describe('parseAddress', () => {
  it.each([
    ['10.0.0.1', 4, 167_772_161n, '10.0.0.1'],
    ['255.255.255.255', 4, 4_294_967_295n, '255.255.255.255'],
    ['::1', 6, 1n, '::1'],
    ['FD00:0::0:1', 6, (0xfd00n << 112n) | 1n, 'fd00::1'],
  ])('%s is family %i', (text, family, value, printed) => {
    expect(parseAddress(text)).toEqual({ family, value, text: printed })
  })

  it.each(['', '10.1', '010.0.0.1.5', '10.0.0.256', 'db.shop', '10.0.0.1/8', 'fe80::1%eth0', ':::'])(
    '%j is no address',
    (text) => {
      expect(parseAddress(text)).toBeNull()
    },
  )
})

describe('parsePrefix', () => {
  it('clears the host bits', () => {
    expect(parsePrefix('10.1.2.3/8')).toEqual({ family: 4, value: 0x0a000000n, length: 8 })
  })

  it('takes an address alone as its host prefix', () => {
    expect(parsePrefix('10.1.2.3')).toEqual({ family: 4, value: 0x0a010203n, length: 32 })
    expect(parsePrefix('fd00::1')?.length).toBe(128)
  })

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8.5', 'all'])('%s is no prefix', (text) => {
    expect(parsePrefix(text)).toBeNull()
  })
})

describe('prefixContains', () => {
  it.each([
    ['0.0.0.0/0', '203.0.113.9', true],
    ['172.18.0.0/16', '172.18.255.255', true],
    ['172.18.0.0/16', '172.19.0.0', false],
    ['::/0', '10.0.0.1', false],
    ['fd00:1::/64', 'fd00:1::9', true],
    ['fd00:1::/64', 'fd00:2::9', false],
  ])('%s contains %s: %s', (prefixText, addressText, expected) => {
    const prefix = parsePrefix(prefixText)
    const address = parseAddress(addressText)
    expect(prefix && address && prefixContains(prefix, address)).toBe(expected)
  })
})

it('kinds of addresses are told by their first bits', () => {
  const of = (text: string) => {
    const address = parseAddress(text)
    return address ? [isLoopback(address), isMulticast(address), isLinkLocal(address)] : null
  }
  expect(of('127.8.0.1')).toEqual([true, false, false])
  expect(of('::1')).toEqual([true, false, false])
  expect(of('224.0.0.1')).toEqual([false, true, false])
  expect(of('ff02::1')).toEqual([false, true, false])
  expect(of('169.254.169.254')).toEqual([false, false, true])
  expect(of('fe80::1')).toEqual([false, false, true])
  expect(of('10.0.0.1')).toEqual([false, false, false])
})
