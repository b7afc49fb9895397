// The list of faults against the files of this folder.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findFault, listFaults } from './index.ts'

const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !['all.ts', 'index.ts'].includes(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

test('every file in this folder is a line in all.ts, and its fault has its name', () => {
  expect(listFaults().map((fault) => fault.name)).toEqual(files)
})

test('a fault that is not there is an error that names the way to the list', () => {
  expect(() => findFault('zebra')).toThrow(
    'The practice network has no fault named zebra. All of them: fairlead lab faults',
  )
})
