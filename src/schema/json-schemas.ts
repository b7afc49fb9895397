// Every shape that other programs may rely on, by name, as JSON Schema.
import * as z from 'zod'
import { diagnosisSchema } from './documents/diagnosis-schema.ts'
import { rulePageSchema, snapshotFileSchema } from './documents/file-schemas.ts'
import { hostAddressSchema } from './documents/host-address-schema.ts'
import { labSchema } from './documents/lab-schema.ts'
import { traceSchema } from './documents/trace-schema.ts'
import { networkFileSchema } from './network-file-schema.ts'
import { headerSchema, lineSchema } from './snapshot-line-schema.ts'

/** `snapshot-header` is the first line of a snapshot, `snapshot-line` each of the others. */
export const documentSchemas: Readonly<Record<string, z.ZodType>> = {
  diagnosis: diagnosisSchema,
  'host-address': hostAddressSchema,
  lab: labSchema,
  network: networkFileSchema,
  'rule-page': rulePageSchema,
  'snapshot-file': snapshotFileSchema,
  'snapshot-header': headerSchema,
  'snapshot-line': lineSchema,
  trace: traceSchema,
}

/** Null for a name that is none of them. Fields that a schema does not name are allowed: later versions may have more. */
export function jsonSchema(name: string): unknown {
  const schema = documentSchemas[name]
  return schema === undefined ? null : z.toJSONSchema(schema, { io: 'input' })
}
