// Ways through `numgen … vmap`.
import { expect, it } from 'vitest'
import { recorder } from '../../../../test/netfilter/one-hook.ts'
import type { MapEntry } from '../../../model/ruleset.ts'
import type { Passage } from '../passage.ts'
import type { Site } from './compiled-target.ts'
import { compileNumgenMap } from './numgen-map.ts'

const entry = (from: number, to: number, chain: string): MapEntry => ({
  element: [{ kind: 'range', from: String(from), to: String(to) }],
  verdict: { kind: 'jump', chain },
})

function walk(entries: readonly MapEntry[], modulus: number | null, way: number) {
  const noted = recorder([], [way])
  const site = { rule: 'node#rule/1', hook: 'prerouting', asksForInvalid: false, passage: noted as unknown as Passage }
  const effect = compileNumgenMap({ kind: 'inline', entries, modulus }).act(site satisfies Site)
  return { choices: noted.choices, goes: effect.kind === 'jump' ? effect.chain : effect.kind }
}

it('each entry has the share of its numbers', () => {
  const entries = [entry(0, 69, 'most'), entry(70, 99, 'rest')]
  expect(walk(entries, 100, 0)).toEqual({ choices: [[0.7, 0.3]], goes: 'most' })
  expect(walk(entries, 100, 1)).toEqual({ choices: [[0.7, 0.3]], goes: 'rest' })
})

it('numbers without an entry go on to the next rule', () => {
  expect(walk([entry(0, 0, 'first')], 4, 1)).toEqual({ choices: [[0.25, 0.75]], goes: 'break' })
})

it('a single entry is no choice', () => {
  expect(walk([entry(0, 0, 'only')], 1, 0)).toEqual({ choices: [], goes: 'only' })
})
