// Reads the SERVICE arguments of doctor: NAME in the namespace of `-n`, or NAME.NS.
import { UsageError } from '../../model/errors.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { listExternalServices } from '../../trace/services/list-external-services.ts'
import { serviceObjects } from '../../trace/services/service-objects.ts'

export interface ServiceName {
  readonly namespace: string
  readonly name: string
}

/** Findings name a Service as NS/NAME: that is understood too. */
export function readServiceName(text: string, space: string): ServiceName {
  const [first = '', ...rest] = text.split(/[./]/)
  if (rest.length > 1 || first === '' || rest[0] === '')
    throw new UsageError(`SERVICE is ${JSON.stringify(text)}; expected NAME or NAME.NAMESPACE, as in db.shop.`)
  const [second] = rest
  if (second === undefined) return { namespace: space, name: first }
  return text.includes('/') ? { namespace: first, name: second } : { namespace: second, name: first }
}

/** Throws UsageError for a Service that is not there, or whose endpoints are pods. */
export function requireServices(snapshot: Snapshot, wanted: readonly ServiceName[]): void {
  const outside = listExternalServices(snapshot)
  const known = serviceObjects(snapshot)
  for (const { namespace, name } of wanted) {
    const isIt = (one: ServiceName): boolean => one.namespace === namespace && one.name === name
    if (outside.some(isIt)) continue
    if (known.some(isIt)) {
      throw new UsageError(
        `Service ${namespace}/${name} does not point outside the cluster: its endpoints are pods. doctor looks at: ${listed(outside)}.`,
      )
    }
    const nearest = nearestNames(
      name,
      known.filter((one) => one.namespace === namespace).map((one) => one.name),
    )
    const elsewhere = known.filter((one) => one.name === name).map((one) => `${one.name}.${one.namespace}`)
    const meant = [...nearest, ...elsewhere]
    const hint =
      meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : `Services that point outside: ${listed(outside)}.`
    throw new UsageError(`There is no Service ${name} in namespace ${namespace}. ${hint}`)
  }
}

function listed(services: readonly ServiceName[]): string {
  return services.map((one) => `${one.name}.${one.namespace}`).join(', ') || 'none'
}
