// Changes Kubernetes objects of the practice network, and puts them back as the default topology has them.
import type { KubernetesObject } from '../model/snapshot.ts'
import type { LabControl } from './fault.ts'
import { objects as defaultObjects } from './topologies/objects.ts'

type Change = (object: KubernetesObject) => KubernetesObject | readonly KubernetesObject[]

/** `EndpointSlice/shop/db-1`; `Namespace/shop`. */
export function keyOfObject({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')
}

/** The object of that key becomes another, several, or none. Cluster DNS forgets what it answered before. */
export async function changeObject(lab: LabControl, key: string, change: Change): Promise<void> {
  const objects = await lab.readObjects()
  if (!objects.some((object) => keyOfObject(object) === key)) throw new Error(`the manifests hold no ${key}`)
  await lab.writeObjects(objects.flatMap((object) => (keyOfObject(object) === key ? change(object) : [object])))
  await forgetAnswers(lab)
}

export async function addObjects(lab: LabControl, ...added: readonly KubernetesObject[]): Promise<void> {
  await lab.writeObjects([...(await lab.readObjects()), ...added])
  await forgetAnswers(lab)
}

/** Objects that the default topology does not have go; the others stand where and as they stood. */
export async function restoreObjects(lab: LabControl, ...keys: readonly string[]): Promise<void> {
  await putBackObjects(lab, ...keys)
  await forgetAnswers(lab)
}

/** The same; what cluster DNS has in its cache stays there. */
export async function putBackObjects(lab: LabControl, ...keys: readonly string[]): Promise<void> {
  const originals = defaultObjects()
  const order = new Map(originals.map((object, index) => [keyOfObject(object), index] as const))
  const kept = (await lab.readObjects()).filter((object) => !keys.includes(keyOfObject(object)))
  const restored = originals.filter((object) => keys.includes(keyOfObject(object)))
  const place = (object: KubernetesObject) => order.get(keyOfObject(object)) ?? originals.length
  await lab.writeObjects([...kept, ...restored].toSorted((first, second) => place(first) - place(second)))
}

/** A Corefile that is loaded anew comes with an empty cache. */
export async function forgetAnswers(lab: LabControl): Promise<void> {
  await lab.writeCorefile(await lab.readCorefile())
}
