// Listens for DNS questions over UDP and TCP and writes the answers of a handler.
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, isIPv6, type Server as TcpServer, type Socket as TcpSocket } from 'node:net'
import {
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import { type DnsAnswer, giveUp, type Handler, normalName, type Rcode } from './dns-answer.ts'
import { optRecord } from './opt-record.ts'

export interface DnsSockets {
  readonly close: () => Promise<void>
}

/** Resolves once every address listens. `::` takes IPv6 only, so that it may stand beside `0.0.0.0`. */
export async function listenForDns(addresses: readonly string[], port: number, handler: Handler): Promise<DnsSockets> {
  const udp = await Promise.all(addresses.map((address) => listenUdp(address, port, handler)))
  const tcp = await Promise.all(addresses.map((address) => listenTcp(address, port, handler)))
  return {
    close: async () => {
      for (const server of tcp) server.closeConnections()
      await Promise.all(udp.map((socket) => new Promise<void>((resolve) => socket.close(resolve))))
      await Promise.all(tcp.map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve()))))
    },
  }
}

function listenUdp(address: string, port: number, handler: Handler): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', ipv6Only: isIPv6(address) })
    socket.once('error', reject)
    socket.on('message', async (message, client) => {
      const reply = await replyTo(message, handler, udpSize)
      // A client that is gone is no failure of the server.
      if (reply) socket.send(reply, client.port, client.address, () => {})
    })
    socket.bind(port, address, () => {
      socket.off('error', reject)
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

interface ListeningTcp {
  readonly server: TcpServer
  readonly closeConnections: () => void
}

function listenTcp(address: string, port: number, handler: Handler): Promise<ListeningTcp> {
  return new Promise((resolve, reject) => {
    const connections = new Set<TcpSocket>()
    const server = createServer((socket) => {
      connections.add(socket)
      socket.on('close', () => connections.delete(socket))
      socket.on('error', () => socket.destroy())
      answerStream(socket, handler)
    })
    server.once('error', reject)
    server.listen({ host: address, port, ipv6Only: isIPv6(address) }, () => {
      server.off('error', reject)
      resolve({ server, closeConnections: () => destroyAll(connections) })
    })
  })
}

function destroyAll(connections: ReadonlySet<TcpSocket>): void {
  for (const socket of connections) socket.destroy()
}

/** RFC 1035 section 4.2.2: two bytes of length before every message. */
function answerStream(socket: TcpSocket, handler: Handler): void {
  let received = Buffer.alloc(0)
  socket.on('data', async (data) => {
    received = Buffer.concat([received, data])
    while (received.length >= 2 && received.length >= received.readUInt16BE(0) + 2) {
      const end = received.readUInt16BE(0) + 2
      const message = received.subarray(2, end)
      received = received.subarray(end)
      const reply = await replyTo(message, handler, () => 0xffff)
      if (!reply) return void socket.destroy()
      const length = Buffer.alloc(2)
      length.writeUInt16BE(reply.length)
      socket.write(Buffer.concat([length, reply]))
    }
  })
}

async function replyTo(
  message: Buffer,
  handler: Handler,
  sizeOf: (query: DecodedPacket) => number,
): Promise<Buffer | null> {
  const query = decoded(message)
  const [question] = query?.questions ?? []
  if (!query || !question || query.type !== 'query') return null
  const asked = { name: normalName(question.name), type: question.type }
  // A handler that throws is a bug of it; the client hears what a crashed plugin of CoreDNS gives.
  const answer = await handler(asked).catch(() => giveUp('SERVFAIL'))
  const named = { ...answer, answers: answer.answers.map((record) => asAsked(record, asked.name, question.name)) }
  const reply = encode(replyPacket(query, named))
  return reply.length <= sizeOf(query)
    ? reply
    : encode({ ...replyPacket(query, giveUp('NOERROR')), flags: TRUNCATED_RESPONSE })
}

function replyPacket(query: DecodedPacket, answer: DnsAnswer): Packet {
  const flags =
    (query.flag_rd ? RECURSION_DESIRED : 0) |
    RECURSION_AVAILABLE |
    (answer.authoritative ? AUTHORITATIVE_ANSWER : 0) |
    rcodes[answer.rcode]
  const size = udpOption(query)
  return {
    type: 'response',
    ...(query.id === undefined ? {} : { id: query.id }),
    flags,
    questions: query.questions ?? [],
    answers: [...answer.answers],
    authorities: [...answer.authorities],
    additionals: size === null ? [...answer.additionals] : [...answer.additionals, optRecord(size)],
  }
}

/** The spelling of the question comes back: clients may compare it. */
function asAsked<Named extends { readonly name: string }>(record: Named, normal: string, asked: string): Named {
  return record.name === normal ? { ...record, name: asked } : record
}

/** RFC 6891: 512 bytes unless the client offers more. */
function udpSize(query: DecodedPacket): number {
  return Math.max(512, udpOption(query) ?? 512)
}

function udpOption(query: DecodedPacket): number | null {
  const option = query.additionals?.find((record) => record.type === 'OPT')
  return option?.type === 'OPT' ? (option.udpPayloadSize ?? 512) : null
}

function decoded(message: Buffer): DecodedPacket | null {
  try {
    return decode(message)
  } catch {
    return null
  }
}

const rcodes: Readonly<Record<Rcode, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
}
