// Documents held against their schemas, and the schemas as other programs get them.
import { describe, expect, it } from 'vitest'
import { checkValue } from './check-value.ts'
import { documentSchemas, jsonSchema } from './json-schemas.ts'

const diagnosis = {
  apiVersion: 'fairlead.dev/v1',
  kind: 'Diagnosis',
  findings: [],
  connections: [
    {
      from: { namespace: 'shop/web', node: 'node-1' },
      to: { service: 'shop/db', name: null, via: null, address: '172.18.0.1', port: 5432, protocol: 'tcp' },
      model: { verdict: 'refused', outcome: 'ECONNREFUSED', delayMs: { min: 0, max: 50 } },
      measured: { status: 'run', why: null, outcome: 'ECONNREFUSED', delayMs: 0.4, attempts: 3 },
      agree: true,
    },
  ],
}
const [connection] = diagnosis.connections

function faultOf(name: string, value: unknown): unknown {
  const schema = documentSchemas[name]
  if (schema === undefined) throw new Error(`no schema ${name}`)
  const checked = checkValue(schema, value)
  return checked.ok ? null : [checked.fault.field, checked.fault.expected]
}

describe('a document is held against its schema', () => {
  it('that of the contract fits, and so does what later versions may add', () => {
    expect(faultOf('diagnosis', diagnosis)).toBeNull()
    expect(faultOf('diagnosis', { ...diagnosis, later: 1 })).toBeNull()
  })

  it('what does not fit is named by its field, with what was expected', () => {
    const change = (part: object): unknown => ({ ...diagnosis, connections: [{ ...connection, ...part }] })
    expect(faultOf('diagnosis', { ...diagnosis, kind: 'Trace' })).toEqual(['kind', 'expected Diagnosis, found "Trace"'])
    expect(faultOf('diagnosis', change({ agree: 'yes' }))).toEqual([
      'connections[0].agree',
      'expected true or false, found "yes"',
    ])
    expect(faultOf('diagnosis', change({ from: undefined }))).toEqual([
      'connections[0].from',
      'expected an object, found nothing',
    ])
  })
})

it.each(Object.keys(documentSchemas))(
  '%s can be described as JSON Schema, open to fields that later versions add',
  (name) => {
    const described = jsonSchema(name)
    expect(described).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
    expect(JSON.stringify(described)).not.toContain('"additionalProperties":false')
  },
)

it('an unknown name has no schema', () => {
  expect(jsonSchema('nothing')).toBeNull()
})
