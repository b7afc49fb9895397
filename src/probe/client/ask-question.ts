// Asks one DNS server one question, as a C library does: over UDP, again when nothing comes, over TCP when the answer was cut short.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { type DecodedPacket, encode, streamEncode } from 'dns-packet'
import type { NameQuery } from '../../model/measurement.ts'
import type { Question } from '../probe-protocol.ts'
import { elapsedMs } from './attempt.ts'
import { type DnsAnswer, type DnsQuestion, decodeMessage, dnsQuestion, nameQuery } from './dns-message.ts'
import { errnoName } from './errno-name.ts'

const TIMEOUT_MS = 3_500
/** glibc waits five seconds for a server; a lost datagram is noticed sooner. */
const RESEND_AFTER_MS = 1_500
const PORT = 53

export async function askQuestion(question: Question): Promise<NameQuery> {
  const start = performance.now()
  const query = dnsQuestion(question)
  let answer = await overUdp(question.server, query)
  if ('packet' in answer && answer.packet.flag_tc) answer = await overTcp(question.server, query)
  return nameQuery(question, answer, elapsedMs(start))
}

function overUdp(server: string, query: DnsQuestion): Promise<DnsAnswer> {
  const socket = createSocket(isIPv6(server) ? 'udp6' : 'udp4')
  const message = encode(query)
  const timers: NodeJS.Timeout[] = []
  const answer = new Promise<DnsAnswer>((resolve) => {
    const send = (): void => {
      socket.send(message, (error) => {
        if (error !== null) resolve({ error: errnoName(error) })
      })
    }
    socket.on('error', (error) => resolve({ error: errnoName(error) }))
    socket.on('message', (data) => {
      const packet = decoded(data, query.id)
      if (packet !== null) resolve({ packet })
    })
    socket.connect(PORT, server, () => {
      send()
      timers.push(setTimeout(send, RESEND_AFTER_MS))
    })
    timers.push(setTimeout(() => resolve({ error: 'timeout' }), TIMEOUT_MS))
  })
  return answer.finally(() => {
    for (const timer of timers) clearTimeout(timer)
    socket.close()
  })
}

function overTcp(server: string, query: DnsQuestion): Promise<DnsAnswer> {
  const socket = connect({ host: server, port: PORT })
  const answer = new Promise<DnsAnswer>((resolve) => {
    const parts: Buffer[] = []
    socket.setTimeout(TIMEOUT_MS, () => resolve({ error: 'timeout' }))
    socket.on('error', (error) => resolve({ error: errnoName(error) }))
    socket.on('close', () => resolve({ error: 'reset' }))
    socket.on('connect', () => socket.write(streamEncode(query)))
    socket.on('data', (data) => {
      parts.push(data)
      const whole = Buffer.concat(parts)
      if (whole.length < 2 || whole.length < 2 + whole.readUInt16BE(0)) return
      // Its length comes first (RFC 1035 section 4.2.2).
      const packet = decodeMessage(whole.subarray(2))
      resolve(packet === null ? { error: 'EPROTO' } : { packet })
    })
  })
  return answer.finally(() => socket.destroy())
}

/** Null for what answers another question, or is no DNS message. */
function decoded(data: Buffer, id: number): DecodedPacket | null {
  const packet = decodeMessage(data)
  return packet !== null && packet.id === id && packet.type === 'response' ? packet : null
}
