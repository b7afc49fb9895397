// Sets a variable in the environment of a pod of the practice network: of its object, which is what Fairlead reads.
import type { KubernetesObject } from '../model/snapshot.ts'

/** For changeObject(). */
export function withVariables(
  variables: Readonly<Record<string, string>>,
): (pod: KubernetesObject) => KubernetesObject {
  return (pod) => {
    const spec = pod.spec as { readonly containers: readonly { readonly env?: readonly { readonly name: string }[] }[] }
    const added = Object.entries(variables).map(([name, value]) => ({ name, value }))
    const containers = spec.containers.map((container) => ({
      ...container,
      env: [...(container.env ?? []).filter(({ name }) => !(name in variables)), ...added],
    }))
    return { ...pod, spec: { ...spec, containers } }
  }
}
