// `fairlead schema NAME`: the JSON Schema of a document that other programs may rely on.
import { UsageError } from '../../model/errors.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import { type Invocation, printJson } from '../invocation.ts'

export async function schema(name: string, invocation: Invocation): Promise<number> {
  const { documentSchemas, jsonSchema } = await import('../../schema/json-schemas.ts')
  const found = jsonSchema(name)
  if (found === null) {
    const known = Object.keys(documentSchemas)
    const nearest = nearestNames(name, known)
    const hint = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : `Schemas: ${known.join(', ')}.`
    throw new UsageError(`There is no schema named ${name}. ${hint}`)
  }
  printJson(invocation, found)
  return 0
}
