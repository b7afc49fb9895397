// The endpoint that a packet was sent to: what the node made of a ClusterIP, or the address that the client dialled itself.
import type { Connection } from '../model/connection.ts'
import type { Path } from '../model/path.ts'

export interface ReachedEndpoint {
  readonly address: string
  readonly port: number
  /** False while the packet still carries what the client dialled. */
  readonly translated: boolean
}

/** Null when the name gave no address. */
export function reachedEndpoint({ to }: Connection, path: Path): ReachedEndpoint | null {
  if (to.address === null) return null
  const steps = path.hops.flatMap((hop) => hop.steps)
  for (const step of steps) {
    if (step.kind !== 'nat' || step.before.destination !== to.address || step.before.destinationPort !== to.port)
      continue
    const { destination, destinationPort } = step.after
    if (destination === to.address && destinationPort === to.port) continue
    return { address: destination, port: destinationPort, translated: true }
  }
  return { address: to.address, port: to.port, translated: false }
}
