// Reads a file of Docker's networks and containers, as the Engine's API inspects them; only what concerns the network is kept.
import { readFile } from 'node:fs/promises'
import type { DockerFacts } from '../../model/snapshot.ts'
import { redactDocker } from '../../parse/redact-docker.ts'
import { InputError } from '../../schema/input-error.ts'

/** Throws InputError. */
export async function readDocker(path: string): Promise<DockerFacts> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InputError(
      { file: path, line: null, field: null, expected: `expected Docker's facts: ${error.message}` },
      { cause: error },
    )
  })
  const [{ dockerSchema }, { checkValue }, { parseJson }, { locateField }] = await Promise.all([
    import('../../schema/manifest-schema.ts'),
    import('../../schema/check-value.ts'),
    import('../../schema/parse-json.ts'),
    import('../../schema/locate-field.ts'),
  ])
  const checked = checkValue(dockerSchema, parseJson(text, path))
  if (!checked.ok) {
    const { path: at, field, expected } = checked.fault
    throw new InputError({ file: path, line: locateField(text, at), field, expected })
  }
  return redactDocker({ networks: checked.value.networks ?? [], containers: checked.value.containers ?? [] })
}
