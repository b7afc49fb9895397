// Which version of the API is spoken with Engines of all ages.
import { expect, it } from 'vitest'
import { agreeVersion } from './agree-version.ts'

it.each([
  ['Docker Engine 20.10', '1.41', '1.12', '1.41'],
  ['Docker Engine 24', '1.43', '1.12', '1.43'],
  ['Docker Engine 27', '1.47', '1.24', '1.47'],
  ['Docker Engine 29', '1.52', '1.44', '1.47'],
  ['one that no longer speaks what is known', '1.60', '1.50', '1.50'],
  ['one that does not say its oldest', '1.41', null, '1.41'],
])('%s: newest %s, oldest %s: %s', (engine, newest, oldest, agreed) => {
  expect(agreeVersion('unix:///x', { engine, newest, oldest })).toBe(agreed)
})

it('an Engine that is too old is named', () => {
  expect(() => agreeVersion('unix:///x', { engine: '19.03.15', newest: '1.40', oldest: '1.12' })).toThrow(
    'Cannot read from the container engine at unix:///x: version 19.03.15 speaks API 1.40, and at least 1.41 is needed (Docker Engine 20.10, Podman 4). Update it.',
  )
})
