// The role that is written down for readers is exactly what is read.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { accessRules } from './wanted-resources.ts'

test('examples/reader-role.yaml grants what is read, and nothing more', async () => {
  const text = await readFile(new URL('../../../examples/reader-role.yaml', import.meta.url), 'utf8')
  const [role] = parseAllDocuments(text).map((document) => document.toJS() as { readonly rules: unknown })
  expect(role?.rules).toEqual(accessRules())
})
