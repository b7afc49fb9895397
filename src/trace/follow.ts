// Follows one flow through the network, every way it can take, with the reply's way back and what the client is told.
import type { Path } from '../model/path.ts'
import { parseAddress } from './address.ts'
import { carry } from './carry.ts'
import type { NamespaceModel, Network } from './compile.ts'
import { verdictOf } from './ending.ts'
import type { Flow, FollowOptions } from './flow.ts'
import { followBack } from './follow-back.ts'
import { Journey } from './journey.ts'
import { mergeEqualWays, tooManyWays } from './merge-ways.ts'
import type { PacketState } from './packet-state.ts'
import type { Walk } from './steps/place.ts'

const defaultWays = 64
const defaultTimeoutMs = 5_000
const defaultSourcePort = 40_001

/** Unknown namespaces and addresses are a caller's mistake: TypeError. */
export function follow(network: Network, flow: Flow, options: FollowOptions = {}): Path[] {
  const client = network.namespaces.get(flow.from)
  if (!client) throw new TypeError(`no namespace ${flow.from} in this network`)
  const destination = parseAddress(flow.destination)
  if (!destination) throw new TypeError(`${flow.destination} is no address`)
  const asked = { ...flow, destination: destination.text }
  const limit = options.maximumWays ?? defaultWays
  const paths: Path[] = []
  let script: number[] | null = []
  while (script !== null && paths.length < limit) {
    const journey: Journey = new Journey(network, script, options.mended ?? new Set())
    paths.push(followOneWay(journey, client, asked, options.timeoutMs ?? defaultTimeoutMs))
    script = nextScript(journey)
  }
  const merged = mergeEqualWays(paths)
  const [first] = merged
  if (script === null || !first) return merged
  return [...merged, tooManyWays(first, limit, 1 - paths.reduce((sum, path) => sum + path.share, 0))]
}

/** The next combination of choices, the last one counted up first; null when all were taken. */
function nextScript(journey: Journey): number[] | null {
  const taken = journey.choices
  for (let index = taken.length - 1; index >= 0; index -= 1) {
    const choice = taken[index]
    if (choice && choice.way + 1 < choice.of) {
      return [...taken.slice(0, index).map((earlier) => earlier.way), choice.way + 1]
    }
  }
  return null
}

function followOneWay(journey: Journey, client: NamespaceModel, flow: Flow, timeoutMs: number): Path {
  const packet = firstPacket(flow)
  const dialled = {
    protocol: flow.protocol,
    sourcePort: packet.sourcePort,
    destination: packet.destination,
    destinationPort: packet.destinationPort,
  }
  const walk: Walk = {
    journey,
    packet,
    client: client.name,
    origin: client.name,
    expects: 'socket',
    chosenSource: flow.source ?? null,
  }
  const ending = carry(walk, { kind: 'output', namespace: client, tracking: null })
  const hops = journey.takeHops()
  const connection = { ...dialled, source: walk.chosenSource ?? '' }
  const back = followBack(journey, client, walk.packet, ending, connection, timeoutMs)
  return {
    choices: journey.choices,
    share: journey.choices.reduce((share, choice) => share * choice.share, 1),
    packet: connection,
    hops,
    verdict: verdictOf(ending),
    arrived: ending.packet,
    reply: back.reply,
    client: back.client,
    assumptions: [...journey.assumptions.values()],
    reads: [...journey.reads].sort(),
    mended: journey.mendedUsed,
  }
}

function firstPacket(flow: Flow): PacketState {
  return {
    family: flow.destination.includes(':') ? 6 : 4,
    protocol: flow.protocol,
    source: flow.source ?? '',
    sourcePort: flow.sourcePort ?? defaultSourcePort,
    destination: flow.destination,
    destinationPort: flow.destinationPort,
    tcpFlags: flow.protocol === 'tcp' ? 'syn' : null,
    icmp: null,
    ttl: 64,
    mark: 0,
    tos: 0,
    // A SYN with the usual options; a small datagram.
    lengthBytes: 60,
    frame: null,
  }
}
