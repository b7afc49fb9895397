// What a name gives when the way to its nameserver is followed too: no server that can be reached, no address.
import type { ExpectedName } from '../../model/connection.ts'
import type { Path } from '../../model/path.ts'
import { parseNameFiles } from '../../parse/parse-name-files.ts'
import { reasonText } from '../../report/reason-text.ts'
import type { Network } from '../../trace/compile.ts'
import { follow } from '../../trace/follow.ts'

/** `expected` rests on the objects alone. EAI_AGAIN is what glibc makes of silence and of every error (resolv/res_send.c). */
export function nameThroughNetwork(network: Network, from: string, expected: ExpectedName): ExpectedName {
  // An address, or a name of the hosts file: nobody is asked.
  if (expected.questions.length === 0) return expected
  const nameservers = parseNameFiles(network.snapshot).resolvConf.get(from)?.nameservers ?? []
  const ways = nameservers.map((server) => ({ server, paths: followQuestion(network, from, server) }))
  const [first] = ways
  if (!first || ways.some(({ paths }) => paths.some(mayAnswer))) return expected
  const why = ways.map(({ server, paths }) => `${server} cannot be asked: ${whyNot(network, paths)}`).join('; ')
  return { ...expected, outcome: 'EAI_AGAIN', decidedBy: null, why }
}

function followQuestion(network: Network, from: string, server: string): Path[] {
  return follow(network, { from, protocol: 'udp', destination: server, destinationPort: 53 })
}

function mayAnswer({ client }: Path): boolean {
  return client.outcome === null || client.outcome === 'connected'
}

function whyNot({ snapshot }: Network, paths: readonly Path[]): string {
  const [path] = paths
  if (!path) return 'no way leads there'
  const verdict = path.verdict.kind === 'delivered' && path.reply ? path.reply.verdict : path.verdict
  const where = verdict.at.namespace === null ? '' : ` in ${verdict.at.namespace}`
  return `${verdict.kind}${where}, ${reasonText(snapshot, verdict.reason)}`
}
