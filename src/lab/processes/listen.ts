// A server of the lab: a TCP echo that names itself, a UDP echo, a relay like docker-proxy, or one that never accepts.
import { createSocket } from 'node:dgram'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { ListenerSpec } from '../fault.ts'

/** @param listening called once the socket is bound. */
export async function listen(spec: ListenerSpec, listening: () => void): Promise<void> {
  process.title = spec.process
  await (spec.protocol === 'udp' ? listenUdp(spec) : listenTcp(spec))
  listening()
  if (spec.behaviour === 'never-accept') hang()
}

function listenTcp(spec: ListenerSpec): Promise<void> {
  const server: Server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    if (spec.relayTo) relay(socket, spec.relayTo)
    else answer(socket, spec.name)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(
      {
        host: spec.address,
        port: spec.port,
        ipv6Only: spec.v6only ?? false,
        ...(spec.backlog === undefined ? {} : { backlog: spec.backlog }),
      },
      resolve,
    )
  })
}

/** Says nothing until the client does; then its own name, so that a client knows which server it reached, and an echo. */
function answer(socket: Socket, name: string): void {
  socket.once('data', () => socket.write(`${name}\n`))
  socket.on('data', (data) => socket.write(data))
}

function relay(socket: Socket, target: { readonly address: string; readonly port: number }): void {
  const onward = connect({ host: target.address, port: target.port })
  onward.on('error', () => socket.destroy())
  onward.on('close', () => socket.destroy())
  socket.on('close', () => onward.destroy())
  socket.pipe(onward).pipe(socket)
}

function listenUdp(spec: ListenerSpec): Promise<void> {
  const socket = createSocket({ type: spec.address.includes(':') ? 'udp6' : 'udp4', ipv6Only: spec.v6only ?? false })
  socket.on('message', (message, client) => socket.send(message, client.port, client.address))
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address: spec.address, port: spec.port }, () => {
      // From here on an ICMP error that comes back for an answer is no reason to stop.
      socket.removeAllListeners('error').on('error', () => {})
      resolve()
    })
  })
}

/** Node accepts from its event loop: where that never turns, the kernel's queue fills up. */
function hang(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
