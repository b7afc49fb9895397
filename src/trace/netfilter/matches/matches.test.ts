// Matches by chance, by allowance and by list: what they choose and what they take for granted.
import { describe, expect, it } from 'vitest'
import { iptables, passHook, syn } from '../../../../test/netfilter/one-hook.ts'

const rule = 'node#rule/iptables-nft/ip/filter/FORWARD/1'
const asked = (line: string, ways: readonly number[] = []) =>
  passHook([iptables('filter', ':FORWARD ACCEPT', `-A FORWARD ${line} -j DROP`)], syn, { ways })

describe('a share of the packets', () => {
  it('is a way with that share, and the rest another', () => {
    const half = '-m statistic --mode random --probability 0.25000000000'
    expect(asked(half).choices).toEqual([[0.25, 0.75]])
    expect(asked(half, [0]).result.kind).toBe('dropped')
    expect(asked(half, [1]).result.kind).toBe('passed')
  })

  it('every third is a third', () => {
    expect(asked('-m statistic --mode nth --every 3 --packet 1').choices).toEqual([[1 / 3, 1 - 1 / 3]])
  })

  it('is no choice when it is all or none', () => {
    expect(asked('-m statistic --mode random --probability 1.00000000000').choices).toEqual([])
    expect(asked('-m statistic --mode random --probability 0.00000000000').result.kind).toBe('passed')
  })

  it('is not asked for by packets that another match of the rule lets go', () => {
    expect(asked('-m statistic --mode random --probability 0.5 -m udp --dport 5').choices).toEqual([])
    expect(asked('-p udp -m statistic --mode random --probability 0.5').choices).toEqual([])
  })
})

describe('an allowance', () => {
  it('is taken as not used up, and the path says so', () => {
    const limited = asked('-m limit --limit 1/sec')
    expect(limited.result.kind).toBe('dropped')
    expect(limited.assumptions).toEqual([{ kind: 'limit-not-exhausted', rule }])
  })

  it('is not exceeded', () => {
    expect(asked('-p tcp -m connlimit --connlimit-above 5').result.kind).toBe('passed')
  })

  it('is not assumed of where it does not matter', () => {
    expect(asked('-p udp -m limit --limit 1/sec').assumptions).toEqual([])
  })
})

describe('a list of recent clients', () => {
  it.each([
    ['takes an entry', '-m recent --set --name l', 'dropped'],
    ['holds no entry', '-m recent --rcheck --seconds 60 --name l', 'passed'],
    ['holds none to update', '-m recent --update --name l', 'passed'],
    ['holds none to remove', '-m recent --remove --name l', 'passed'],
    ['holds none, which is what ! asks for', '-m recent ! --rcheck --name l', 'dropped'],
  ])('%s', (_fact, line, result) => {
    const written = asked(line)
    expect(written.result.kind).toBe(result)
    expect(written.assumptions).toEqual([{ kind: 'recent-list-empty', rule }])
  })
})
