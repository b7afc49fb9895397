// Whether the main table of a namespace has a default route of an address's family.
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import { familyOf } from './packet-at.ts'

export function hasDefaultRoute(snapshot: Snapshot, namespace: string, destination: string): boolean {
  const family = familyOf(destination)
  const anywhere = family === 6 ? '::/0' : '0.0.0.0/0'
  const routes = findNamespace(snapshot, namespace)?.routes ?? []
  return routes.some((route) => route.table === 'main' && route.family === family && route.destination === anywhere)
}
