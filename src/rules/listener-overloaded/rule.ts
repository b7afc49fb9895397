// The server listens but does not accept: its queue of waiting connections is full, and new ones are dropped.

import { findSocket } from '../../trace/facts/find-fact.ts'
import { whoListens } from '../deaf-sockets.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'listener-overloaded',
  title: "The server's queue of waiting connections is full",
  stage: 7,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at } = failing.verdict
    if (reason.kind !== 'backlog-full') return null
    const socket = findSocket(snapshot, reason.socket)
    if (!socket) return null
    const where = at.namespace ?? ''
    const { length, limit } = socket.queue
    const who = whoListens([{ fact: reason.socket, socket }])
    const end = endText(socket.address, socket.port)
    const [process] = socket.processes
    return {
      message: `${opening(failing)}: ${who} on ${where} listens on ${end} and does not accept: ${length} connections wait in its queue, which holds ${limit}, so new ones are dropped. Find out what it hangs on, or restart it.`,
      evidence: [
        ...evidenceOf(snapshot, [reason.socket]),
        { kind: 'socket', text: `Recv-Q ${length} Send-Q ${limit} ${end}` },
      ],
      checks: [
        { where, argv: ['ss', '-ltnp', 'sport', '=', `:${socket.port}`] },
        { where, argv: ['nstat', '-az', 'TcpExtListenOverflows', 'TcpExtListenDrops'] },
      ],
      fixes: [
        {
          title: 'Restart the server',
          reversible: false,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where,
              text: `See what ${process ? `process ${process.pid}` : 'the server'} hangs on (a lock, a full disk, no file descriptors left), then restart it.`,
            },
          ],
        },
      ],
    }
  },
})
