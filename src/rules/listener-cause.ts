// What a server that listens, but not on the address dialled, amounts to: said alike for each way of it.
import type { Snapshot } from '../model/snapshot.ts'
import { bindToAddress } from './bind-to-address.ts'
import { type Deafness, listeningOn, whoListens } from './deaf-sockets.ts'
import type { FailingPath } from './failing-paths.ts'
import { evidenceOf } from './finding-about.ts'
import { opening } from './opening.ts'
import type { Cause } from './path-rule.ts'

export function listenerCause(failing: FailingPath, snapshot: Snapshot, deaf: Deafness, because: string): Cause {
  const { namespace, address, sockets } = deaf
  return {
    message: `${opening(failing)}: ${whoListens(sockets)} on ${namespace} listens on ${listeningOn(sockets)} only, ${because}. Let it listen on ${address} too.`,
    evidence: evidenceOf(
      snapshot,
      sockets.map(({ fact }) => fact),
    ),
    checks: [listSockets(failing, deaf)],
    fixes: [bindToAddress(snapshot, deaf, failing.path.arrived.source)],
  }
}

export function listSockets({ path }: FailingPath, { namespace, port }: Deafness): Cause['checks'][number] {
  const protocol = path.arrived.protocol === 'udp' ? '-lunp' : '-ltnp'
  return { where: namespace, argv: ['ss', protocol, 'sport', '=', `:${port}`] }
}
