// Reads the cases of all rules: what is broken in a practice network, and exactly what doctor has to say of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Finding } from '../../src/model/finding.ts'
import type { Outcome } from '../../src/model/measurement.ts'

export interface Case {
  readonly title: string
  /** Switched on in this order. */
  readonly faults: readonly string[]
  /** Namespaces that doctor is not told of. */
  readonly without?: readonly string[]
  /** All findings, in order; nothing else may be found. */
  readonly finds: readonly {
    readonly rule: string
    readonly subject: string
    readonly port: number | null
    readonly at: Finding['at']
  }[]
  readonly client: {
    readonly from: string
    /** `db:5432`, `metrics:8125/udp`, `172.18.0.1:5432`. */
    readonly to: string
    readonly outcome: Outcome
    readonly delayMs: readonly [number, number | null]
    /** False where the model is not expected to say the same. Default true. */
    readonly agree?: boolean | null
  } | null
}

export interface CaseFile extends Case {
  readonly rule: string
}

const rules = new URL('../../src/rules/', import.meta.url)

/** Cases of the same network are run once; each is a list of those that share it. */
export function readCases(): CaseFile[][] {
  const networks = new Map<string, CaseFile[]>()
  for (const entry of readdirSync(rules, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const folder = new URL(`${entry.name}/cases/`, rules)
    // That every rule has cases is held by test/rules/every-rule.test.ts.
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const read: Case = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      const key = JSON.stringify([read.faults, read.without ?? []])
      networks.set(key, [...(networks.get(key) ?? []), { ...read, rule: entry.name }])
    }
  }
  return [...networks.values()]
}
