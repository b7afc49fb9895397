// A refused port whose server listens one number aside: whether another port that the objects name is served at that address.
import type { ExternalService } from '../model/external-service.ts'
import type { Socket } from '../model/namespace.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { parseAddress } from '../trace/address.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import type { FailingPath } from './failing-paths.ts'

export interface ServedPort {
  readonly port: number
  readonly socket: Socket
  readonly namespace: string
}

/** The Service that was dialled, when the request ended for want of a socket. A server that listens on that very port, if only on
 *  another address, says that the port is right. */
export function refusedService(
  { connection, direction, verdict }: FailingPath,
  services: readonly ExternalService[],
): ExternalService | null {
  if (direction === 'reply' || verdict.reason.kind !== 'nothing-listens' || verdict.reason.others.length > 0)
    return null
  const { service } = connection
  return services.find((one) => one.namespace === service?.namespace && one.name === service.name) ?? null
}

/** A socket that takes the port at the address where the packet ended. */
export function servedPort({ verdict, connection }: FailingPath, port: number, snapshot: Snapshot): ServedPort | null {
  const { reason, at } = verdict
  if (reason.kind !== 'nothing-listens' || at.namespace === null) return null
  const address = parseAddress(reason.address)
  const socket = findNamespace(snapshot, at.namespace)?.sockets.find(
    (one) =>
      one.port === port &&
      one.protocol === connection.to.protocol &&
      (one.state === 'LISTEN' || one.state === 'UNCONN') &&
      (parseAddress(one.address)?.text === address?.text || isAny(one, address?.family ?? 4)),
  )
  return socket ? { port, socket, namespace: at.namespace } : null
}

/** `process (pid 812)`, or `a server`. */
export function serverName({ socket }: ServedPort): string {
  const [process] = socket.processes
  return process ? `${process.name} (pid ${process.pid})` : 'a server'
}

function isAny(socket: Socket, family: 4 | 6): boolean {
  if (socket.address === '0.0.0.0') return family === 4
  return socket.address === '::' && (family === 6 || !socket.v6only)
}
