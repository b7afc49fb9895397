// Why none of the sockets on a port takes a packet for this address: they listen on loopback, on IPv6 only, or elsewhere.
import type { Socket } from '../model/namespace.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { isLoopback, parseAddress } from '../trace/address.ts'
import { findSocket } from '../trace/facts/find-fact.ts'
import { type PublishedPort, publishedPorts } from './docker-facts.ts'
import type { FailingPath } from './failing-paths.ts'
import { familyOf } from './packet-at.ts'

export interface Deafness {
  readonly why: 'published-on-loopback' | 'loopback' | 'ipv6-only' | 'other-address' | 'nobody'
  readonly namespace: string
  readonly address: string
  readonly port: number
  readonly sockets: readonly { readonly fact: FactId; readonly socket: Socket }[]
  /** For `published-on-loopback`: what Docker was told. */
  readonly published: PublishedPort | null
}

/** Null when the packet did not end for want of a socket. */
export function deafness(failing: FailingPath, snapshot: Snapshot): Deafness | null {
  const { reason, at } = failing.verdict
  if (reason.kind !== 'nothing-listens' || at.namespace === null || failing.direction === 'reply') return null
  const sockets = reason.others.flatMap((fact) => {
    const socket = findSocket(snapshot, fact)
    return socket ? [{ fact, socket }] : []
  })
  const { address, port } = reason
  const role = snapshot.namespaces.find((namespace) => namespace.name === at.namespace)?.role
  const published = role === 'host' ? publishedOnLoopback(snapshot, port, failing.path.arrived.protocol) : null
  const relayed = sockets.some(
    ({ socket }) => listensOnLoopback(socket) && socket.processes.some(({ name }) => name === 'docker-proxy'),
  )
  const isPublished = relayed || (published !== null && sockets.every(({ socket }) => listensOnLoopback(socket)))
  const why = isPublished
    ? 'published-on-loopback'
    : whyDeaf(
        sockets.map(({ socket }) => socket),
        address,
      )
  return { why, namespace: at.namespace, address, port, sockets, published }
}

/** `127.0.0.1:5432`, `[::]:5432`. */
export function listeningOn(sockets: Deafness['sockets']): string {
  return [...new Set(sockets.map(({ socket }) => boundTo(socket)))].join(' and ')
}

/** `postgres (pid 812)`; sockets of other users' processes show none. */
export function whoListens(sockets: Deafness['sockets']): string {
  for (const { socket } of sockets) {
    const [process] = socket.processes
    if (process) return `${process.name} (pid ${process.pid})`
  }
  return 'the server'
}

function whyDeaf(sockets: readonly Socket[], address: string): Deafness['why'] {
  if (sockets.length === 0) return 'nobody'
  const sameFamily = sockets.filter((socket) => socket.family === familyOf(address))
  if (sameFamily.some((socket) => !listensOnLoopback(socket))) return 'other-address'
  if (sameFamily.length > 0) return 'loopback'
  return familyOf(address) === 4 ? 'ipv6-only' : sockets.every(listensOnLoopback) ? 'loopback' : 'other-address'
}

function listensOnLoopback(socket: Socket): boolean {
  const address = parseAddress(socket.address)
  return address !== null && isLoopback(address)
}

function publishedOnLoopback(snapshot: Snapshot, port: number, protocol: string): PublishedPort | null {
  const entries = publishedPorts(snapshot).filter((entry) => entry.hostPort === port && entry.protocol === protocol)
  const onLoopback = entries.filter((entry) => {
    const address = parseAddress(entry.hostAddress)
    return address !== null && isLoopback(address)
  })
  return entries.length > 0 && onLoopback.length === entries.length ? (onLoopback[0] ?? null) : null
}

function boundTo({ address, port, link }: Socket): string {
  const end = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return link === null ? end : `${end} on ${link}`
}
