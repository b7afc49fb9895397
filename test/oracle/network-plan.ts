// A random small network as data: namespaces, the commands that build it, its listeners, and flows to try.

import type { Role } from '../../src/model/namespace.ts'
import type { Protocol } from '../../src/model/packet.ts'

export interface NetworkPlan {
  readonly seed: number
  readonly namespaces: readonly PlannedNamespace[]
  /** In order; each runs in one namespace. */
  readonly commands: readonly PlannedCommand[]
  readonly listeners: readonly PlannedListener[]
  readonly flows: readonly PlannedFlow[]
}

export interface PlannedNamespace {
  readonly name: string
  readonly role: Role
  readonly node: string | null
}

export interface PlannedCommand {
  readonly namespace: string
  readonly argv: readonly string[]
}

export interface PlannedListener {
  readonly namespace: string
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
}

export interface PlannedFlow {
  readonly from: string
  readonly protocol: Protocol
  readonly destination: string
  readonly port: number
}
