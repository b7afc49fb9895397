// One step of a hop as JSON: what kind it is, its text, and the numbers that go with it.
import type { Step } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findRule } from '../trace/facts/find-fact.ts'
import { stepText } from './step-text.ts'

export function stepDocument(snapshot: Snapshot, step: Step): Record<string, unknown> {
  const text = stepText(snapshot, step)
  switch (step.kind) {
    case 'netfilter': {
      const place = findRule(snapshot, step.fact)
      return {
        kind: step.kind,
        text,
        hook: step.hook,
        verdict: step.verdict,
        family: place?.family ?? null,
        table: place?.table ?? null,
        chain: place?.chain.name ?? null,
        index: place?.rule?.number ?? null,
        backend: place?.backend ?? null,
      }
    }
    case 'nat':
      return { kind: step.kind, text, before: step.before, after: step.after }
    case 'encapsulate':
    case 'decapsulate':
      return { kind: step.kind, text, outer: step.outer }
    case 'check':
      return { kind: step.kind, text, check: step.check, passed: step.passed }
    case 'route':
      return {
        kind: step.kind,
        text,
        destination: step.destination,
        gateway: step.gateway,
        link: step.link,
        source: step.source,
      }
    case 'neighbour':
      return {
        kind: step.kind,
        text,
        address: step.address,
        link: step.link,
        macAddress: step.macAddress,
        owner: step.owner,
      }
    case 'bridge':
      return { kind: step.kind, text, bridge: step.bridge, fromPort: step.fromPort, toPort: step.toPort }
    case 'socket':
      return { kind: step.kind, text, address: step.address, port: step.port }
    case 'cross':
      return { kind: step.kind, text, toNamespace: step.toNamespace, toLink: step.toLink }
    case 'policy-rule':
      return { kind: step.kind, text }
    default:
      return step satisfies never
  }
}
