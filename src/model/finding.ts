// What is wrong, with its proof: the shape that rules make and that doctor prints.
import type { Stage } from './path.ts'

export type Severity = 'error' | 'warning' | 'info'

export interface Finding {
  /** Stable from run to run: `listener-on-loopback/shop/db/5432`. */
  readonly id: string
  readonly rule: string
  readonly severity: Severity
  readonly subject: Subject
  readonly at: { readonly stage: Stage; readonly namespace: string | null }
  /** What failed, what was found, why it matters, what to do next; whole sentences. */
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly affects: readonly { readonly from: string; readonly node: string | null }[]
  /** What a person would run to see the same. */
  readonly checks: readonly Check[]
  /** Least privilege first. */
  readonly fixes: readonly Fix[]
}

export interface Subject {
  readonly kind: string
  readonly namespace: string | null
  readonly name: string
  readonly port: number | null
}

export interface Evidence {
  readonly kind:
    | 'socket'
    | 'route'
    | 'policy-rule'
    | 'neighbour'
    | 'rule'
    | 'chain'
    | 'sysctl'
    | 'link'
    | 'forwarding'
    | 'object'
    | 'container'
    | 'network'
    | 'dns'
    | 'connection'
    | 'file'
    | 'unread'
  /** As the kernel's, Docker's or Kubernetes' own tool prints it. */
  readonly text: string
}

export interface Check {
  /** Name of a namespace, or `cluster` for the API. */
  readonly where: string
  readonly argv: readonly string[]
}

export interface Fix {
  readonly title: string
  readonly reversible: boolean
  /** What becomes reachable that was not; empty when nothing does. */
  readonly widens: readonly { readonly source: string; readonly destination: string; readonly port: number | null }[]
  readonly actions: readonly Action[]
}

export type Action =
  | { readonly kind: 'exec'; readonly where: string; readonly argv: readonly string[] }
  | {
      readonly kind: 'kubernetes'
      readonly verb: 'patch' | 'create' | 'delete'
      readonly object: ObjectName
      readonly body: unknown
    }
  | { readonly kind: 'docker'; readonly argv: readonly string[] }
  /** Words and, where there are any, commands for a person. */
  | { readonly kind: 'manual'; readonly where: string; readonly text: string }

export interface ObjectName {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string | null
  readonly name: string
}
