// Parses the YAML that kubeadm writes into its ConfigMaps; loaded only where there is some.
import { parse } from 'yaml'
import { isObject, type JsonObject } from '../../../parse/json-value.ts'

/** Empty for what is not YAML: a person has edited it, and nothing is known from it then. */
export function parseConfiguration(text: string): JsonObject {
  try {
    const value: unknown = parse(text, { logLevel: 'silent' })
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
