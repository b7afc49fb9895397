// Where labs keep their state, and when that place is not to be trusted.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { labDirectory, listLabs, makeLabsDirectory } from './lab-directory.ts'

let runtime = ''
const before = process.env.XDG_RUNTIME_DIR
beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'fairlead-directory-'))
  process.env.XDG_RUNTIME_DIR = runtime
})
afterEach(() => {
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR
  else process.env.XDG_RUNTIME_DIR = before
  rmSync(runtime, { recursive: true })
})

test("state is kept below XDG_RUNTIME_DIR, else below /tmp under the user's number", () => {
  expect(labDirectory('default')).toBe(join(runtime, 'fairlead/labs/default'))
  delete process.env.XDG_RUNTIME_DIR
  expect(labDirectory('default')).toBe(`/tmp/fairlead-${process.getuid?.()}/labs/default`)
})

test('a directory that others may write to is not used', async () => {
  mkdirSync(join(runtime, 'fairlead'))
  chmodSync(join(runtime, 'fairlead'), 0o777)
  await expect(makeLabsDirectory()).rejects.toThrow(
    `The lab's state directory ${join(runtime, 'fairlead')} is not this user's own (user ${process.getuid?.()}, mode 777): remove it,`,
  )
})

test('a link that somebody put in its place is not followed', async () => {
  symlinkSync(tmpdir(), join(runtime, 'fairlead'))
  await expect(makeLabsDirectory()).rejects.toThrow("is not this user's own")
})

test('without any lab there is none', async () => {
  expect(await listLabs()).toEqual([])
})

test.each(['', 'A', '../x', '-x', 'x'.repeat(41)])('%j is no name of a lab', (name) => {
  expect(() => labDirectory(name)).toThrow('is not usable')
})
