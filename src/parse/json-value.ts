// Reads fields of JSON whose shape is not known to be right, each as the type asked for or a stand-in.

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own fields only: a field named like one of Object.prototype's is not there. */
export function fieldOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

export function objectOf(object: JsonObject, name: string): JsonObject {
  const value = fieldOf(object, name)
  return isObject(value) ? value : {}
}

export function listOf(object: JsonObject, name: string): readonly unknown[] {
  const value = fieldOf(object, name)
  return Array.isArray(value) ? value : []
}

export function objectsOf(object: JsonObject, name: string): readonly JsonObject[] {
  return listOf(object, name).filter(isObject)
}

/** A number as text too: iproute2 prints some values either way. */
export function textOf(object: JsonObject, name: string): string | null {
  const value = fieldOf(object, name)
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : null
}

export function textsOf(object: JsonObject, name: string): readonly string[] {
  return listOf(object, name).filter((value) => typeof value === 'string')
}

/** Numbers, and text that is one: `5`, `0x5`. */
export function numberOf(object: JsonObject, name: string): number | null {
  const value = fieldOf(object, name)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : null
}

/** True for `true` and 1. */
export function isSet(object: JsonObject, name: string): boolean {
  const value = fieldOf(object, name)
  return value === true || value === 1
}

/** iproute2 writes a flag as a key with the value null. */
export function has(object: JsonObject, name: string): boolean {
  return Object.hasOwn(object, name)
}
