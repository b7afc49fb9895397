// Makes a node's pods out of the records that its script cut down to what tells their namespaces and files.
import { isObject, type JsonObject, textOf } from '../../parse/json-value.ts'
import { parseSandboxes, type Sandbox } from '../../parse/parse-sandboxes.ts'

interface Record {
  annotations: { [name: string]: unknown }
  mounts: JsonObject[]
  linux: { namespaces: JsonObject[] }
}

/** CRI-O's names for what containerd calls so. Source: cri-o internal/annotations/annotations.go. */
const CRIO_NAMES: Readonly<{ [name: string]: string }> = {
  'io.kubernetes.cri-o.ContainerType': 'container-type',
  'io.kubernetes.cri-o.SandboxID': 'sandbox-id',
  'io.kubernetes.cri-o.KubeName': 'sandbox-name',
  'io.kubernetes.cri-o.Namespace': 'sandbox-namespace',
  'io.kubernetes.pod.uid': 'sandbox-uid',
}

/** `text`: the lines that RECORDS_SCRIPT leaves, in which every record begins with its `ociVersion`. */
export function parseRecords(text: string): Sandbox[] {
  const records: Record[] = []
  for (const line of text.split('\n')) {
    // The uid that CRI-O has in a text of JSON: its quotes have backslashes, and the last one is cut off.
    const fields = parseFields(line.startsWith('\\') ? `${line.replaceAll('\\"', '"')}"` : line)
    if (fields === null) continue
    if ('ociVersion' in fields) records.push({ annotations: {}, mounts: [], linux: { namespaces: [] } })
    const record = records.at(-1)
    if (record === undefined) continue
    if ('destination' in fields) record.mounts.push(fields)
    else if (textOf(fields, 'type') === 'network') record.linux.namespaces.push(fields)
    else for (const [name, value] of Object.entries(fields)) record.annotations[annotationName(name)] = value
  }
  return parseSandboxes(records.map((record) => JSON.stringify(record)))
}

function annotationName(name: string): string {
  const known = CRIO_NAMES[name]
  return known === undefined ? name : `io.kubernetes.cri.${known}`
}

function parseFields(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(`{${line}}`)
    return isObject(value) ? value : null
  } catch {
    // Cut through the middle by braces in a text: no record of ours.
    return null
  }
}
