// The error when no container engine could be opened: of several places, the one that has most to say.
import { CannotLookError } from '../../../model/errors.ts'
import type { Endpoint } from './endpoint.ts'

/** `errors` in the order of the endpoints. */
export function noEngine(endpoints: readonly Endpoint[], errors: readonly CannotLookError[]): CannotLookError {
  const [only] = errors
  if (errors.length === 1 && only !== undefined) return only
  // Where nothing is, nothing is wrong; where something is, that is what was meant.
  const telling = errors.find((error) => codeOf(error) !== 'ENOENT')
  if (telling !== undefined) return telling
  const places = endpoints.map(({ address }) => address).join(', ')
  return new CannotLookError(
    `There is no container engine on this machine: no socket at any of ${places}. ` +
      'Start Docker Engine (systemctl start docker), Docker Desktop or podman (systemctl --user start podman.socket), or name another with DOCKER_HOST or docker context use.',
    { cause: only },
  )
}

function codeOf({ cause }: CannotLookError): string | undefined {
  return (cause as NodeJS.ErrnoException | undefined)?.code
}
