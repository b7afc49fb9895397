// Carries out one action of a fix in the practice network, as a person would by hand.

import type { LabControl } from '../../lab/fault.ts'
import type { Action } from '../../model/finding.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'

/** False for what only a person or Docker can do: then nothing was done. */
export async function applyAction(action: Action, control: LabControl): Promise<boolean> {
  switch (action.kind) {
    case 'exec':
      await control.run(action.where, action.argv)
      return true
    case 'kubernetes':
      await control.writeObjects(changeObjects(await control.readObjects(), action))
      return true
    case 'manual':
      if (!isDnsRestart(action)) return false
      await restartClusterDns(control)
      return true
    case 'docker':
      return false
    default:
      return action satisfies never
  }
}

/** Of an action alone, without doing anything. */
export function canApply(action: Action): boolean {
  return action.kind === 'exec' || action.kind === 'kubernetes' || (action.kind === 'manual' && isDnsRestart(action))
}

/** What `kubectl rollout restart` does to cluster DNS: the same Corefile, an empty cache. */
export async function restartClusterDns(control: LabControl): Promise<void> {
  await control.writeCorefile(await control.readCorefile())
}

function isDnsRestart({ text }: Extract<Action, { kind: 'manual' }>): boolean {
  return text.endsWith('rollout restart deployment coredns')
}

type KubernetesAction = Extract<Action, { kind: 'kubernetes' }>

/** The objects as the API server would hold them afterwards. */
export function changeObjects(objects: readonly KubernetesObject[], action: KubernetesAction): KubernetesObject[] {
  const { verb, object, body } = action
  const isNamed = ({ kind, metadata }: KubernetesObject) =>
    kind === object.kind && metadata.name === object.name && (metadata.namespace ?? null) === object.namespace
  if (verb === 'delete') return objects.filter((other) => !isNamed(other))
  if (verb === 'create') return [...objects.filter((other) => !isNamed(other)), body as KubernetesObject]
  return objects.map((other) => (isNamed(other) ? (mergePatch(other, body) as KubernetesObject) : other))
}

/** RFC 7386, what `kubectl patch --type merge` sends: null removes a field, lists are replaced whole. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged = new Map(Object.entries(isRecord(target) ? target : {}))
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field)
    else merged.set(field, mergePatch(merged.get(field), value))
  }
  return Object.fromEntries(merged)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
