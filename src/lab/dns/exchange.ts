// One DNS question to one server: over UDP, and over TCP when the answer did not fit.
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import {
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  type RecordType,
  streamEncode,
} from 'dns-packet'
import type { DnsAnswer, Question, Rcode } from './dns-answer.ts'
import { optRecord } from './opt-record.ts'

export interface Server {
  readonly address: string
  readonly port: number
}

/** Rejects with the words that CoreDNS logs: `read udp 172.18.0.1:53: i/o timeout`. */
export async function exchange(server: Server, question: Question, timeoutMs: number): Promise<DnsAnswer> {
  const query: Packet = {
    type: 'query',
    id: randomInt(0x10000),
    flags: RECURSION_DESIRED,
    questions: [{ name: question.name, type: question.type as RecordType }],
    additionals: [optRecord(2048)],
  }
  const packet = await overUdp(server, query, timeoutMs)
  return answerOf(packet.flag_tc ? await overTcp(server, query, timeoutMs) : packet)
}

function overUdp(server: Server, query: Packet, timeoutMs: number): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4')
    const fail = (why: string) => end(() => reject(new Error(`read udp ${server.address}:${server.port}: ${why}`)))
    const timer = setTimeout(() => fail('i/o timeout'), timeoutMs)
    const end = (finish: () => void) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      // A late error of a socket that is being closed has nobody left to hear it.
      socket.on('error', () => {})
      socket.close()
      finish()
    }
    socket.on('error', (error) => fail(reasonOf(error)))
    socket.on('message', (message) => {
      const packet = decode(message)
      if (packet.id === query.id) end(() => resolve(packet))
    })
    // A connected socket hears of ICMP errors at once.
    socket.connect(server.port, server.address, () => socket.send(encode(query)))
  })
}

function overTcp(server: Server, query: Packet, timeoutMs: number): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.address, port: server.port })
    const fail = (why: string) => {
      socket.destroy()
      reject(new Error(`read tcp ${server.address}:${server.port}: ${why}`))
    }
    let received = Buffer.alloc(0)
    socket.setTimeout(timeoutMs, () => fail('i/o timeout'))
    socket.on('error', (error) => fail(reasonOf(error)))
    socket.on('connect', () => socket.write(streamEncode(query)))
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      if (received.length < 2 || received.length < received.readUInt16BE(0) + 2) return
      socket.destroy()
      resolve(decode(received.subarray(2)))
    })
    socket.on('close', () => fail('EOF'))
  })
}

function answerOf(packet: DecodedPacket): DnsAnswer {
  return {
    rcode: (packet as unknown as { rcode: Rcode }).rcode,
    authoritative: packet.flag_aa,
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
    additionals: packet.additionals ?? [],
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const words: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    EHOSTUNREACH: 'no route to host',
    ENETUNREACH: 'network is unreachable',
  }
  return words[error.code ?? ''] ?? error.message
}
