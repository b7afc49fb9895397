// Which names are offered for one that is not there.
import { expect, test } from 'vitest'
import { nearestNames } from './nearest-names.ts'

const known = ['listener-on-loopback', 'node-has-no-route', 'node-route-blocks', 'nothing-listening']

test('a slip of the finger is put right', () => {
  expect(nearestNames('node-has-no-rout', known)).toEqual(['node-has-no-route'])
  expect(nearestNames('listner-on-lopback', known)).toEqual(['listener-on-loopback'])
})

test('a part of a name finds those that hold it', () => {
  expect(nearestNames('node', known)).toEqual(['node-has-no-route', 'node-route-blocks'])
})

test('what resembles none is given none', () => {
  expect(nearestNames('zebra', known)).toEqual([])
})
