// Orders to a running cluster DNS: JSON lines over a Unix socket, one answer a line.
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'

/** reload-objects: the API tells of changes. reload-corefile: the ConfigMap changed; the cache is empty afterwards.
 *  freeze, thaw: the watch of the API breaks and heals. flush: the cache is emptied. */
export type DnsOrder = 'reload-objects' | 'reload-corefile' | 'freeze' | 'thaw' | 'flush' | 'status'

export interface DnsStatus {
  readonly pid: number
  readonly frozen: boolean
  /** Services in the objects that answers are made from. */
  readonly services: number
}

type Reply = { readonly ok: true; readonly status: DnsStatus } | { readonly ok: false; readonly error: string }

/** Resolves once the order is carried out; rejects with the server's words when it cannot be. */
export function orderDns(socketPath: string, order: DnsOrder): Promise<DnsStatus> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${JSON.stringify({ do: order })}\n`))
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (data) => {
      text += data
      if (!text.includes('\n')) return
      socket.destroy()
      const reply = JSON.parse(text) as Reply
      if (reply.ok) resolve(reply.status)
      else reject(new Error(reply.error))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`cluster DNS closed ${socketPath} without an answer to ${order}`)))
  })
}

/** A socket file that a killed server left behind is replaced. */
export async function serveOrders(
  socketPath: string,
  carryOut: (order: DnsOrder) => Promise<DnsStatus>,
): Promise<Server> {
  await rm(socketPath, { force: true })
  const server = createServer((socket) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', async (data) => {
      text += data
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 1)
        socket.write(`${JSON.stringify(await replyTo(line, carryOut))}\n`)
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  return server
}

async function replyTo(line: string, carryOut: (order: DnsOrder) => Promise<DnsStatus>): Promise<Reply> {
  try {
    return { ok: true, status: await carryOut((JSON.parse(line) as { do: DnsOrder }).do) }
  } catch (error) {
    return { ok: false, error: (error as Error).message }
  }
}
