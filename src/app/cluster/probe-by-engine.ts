// Lets clients in the pods of every node try, by one command inside each node: results come as from one machine.
import type { Measurement, NameMeasurement } from '../../model/measurement.ts'
import type { ClientElsewhere } from '../../probe/elsewhere/client-elsewhere.ts'
import type { ConnectionRequest } from '../../probe/probe-connections.ts'
import type { LiveNetwork } from '../live-network.ts'
import type { ReadNode } from './read-by-engine.ts'

export function probeByEngine(nodes: readonly ReadNode[]): Pick<LiveNetwork, 'probeConnections' | 'probeNames'> {
  const places = nodes.map((node) => ({ ...node, clients: clientsOf(node) }))
  const placeOf = new Map(places.flatMap((place) => place.clients.map(({ name }) => [name, place] as const)))
  /** Each request with its place in the whole; those of nobody apart. */
  const spread = <Request extends { readonly from: string }>(requests: readonly Request[]) => {
    const shares = places.map((place) => ({ place, placed: [] as { index: number; request: Request }[] }))
    const strangers: { index: number; request: Request }[] = []
    for (const [index, request] of requests.entries()) {
      const share = shares.find(({ place }) => place === placeOf.get(request.from))
      ;(share?.placed ?? strangers).push({ index, request })
    }
    return { shares: shares.filter(({ placed }) => placed.length > 0), strangers }
  }
  return {
    probeConnections: async (requests, options) => {
      const { probeConnectionsElsewhere } = await import('../../probe/elsewhere/probe-connections-elsewhere.ts')
      const { shares, strangers } = spread(requests)
      const results = new Map<number, Measurement>(
        strangers.map(({ index, request }) => [index, notRun(request, `${request.from} was not read`)]),
      )
      await Promise.all(
        shares.map(async ({ place, placed }) => {
          const onResult = (measurement: Measurement, own: number): void =>
            options.onResult?.(measurement, placed[own]?.index ?? own)
          const measured = await probeConnectionsElsewhere(
            place.run,
            place.clients,
            placed.map(({ request }) => request),
            { ...options, onResult },
          )
          for (const [own, measurement] of measured.entries()) results.set(placed[own]?.index ?? own, measurement)
        }),
      )
      return requests.map((request, index) => results.get(index) ?? notRun(request, 'the probe ended without a result'))
    },
    probeNames: async (requests, options) => {
      const { probeNamesElsewhere } = await import('../../probe/elsewhere/probe-names-elsewhere.ts')
      const { shares, strangers } = spread(requests)
      for (const from of new Set(strangers.map(({ request }) => request.from))) {
        options.onNotRun?.(from, `${from} was not read`)
      }
      const found = new Map<string, NameMeasurement>()
      await Promise.all(
        shares.map(async ({ place, placed }) => {
          const onResult = (measurement: NameMeasurement, own: number): void =>
            options.onResult?.(measurement, placed[own]?.index ?? own)
          const own = placed.map(({ request }) => request)
          const measured = await probeNamesElsewhere(place.run, place.clients, own, { ...options, onResult })
          for (const one of measured) found.set(`${one.from} ${one.name}`, one)
        }),
      )
      return requests.flatMap(({ from, name }) => found.get(`${from} ${name}`) ?? [])
    },
  }
}

/** The node itself, and its pods. */
function clientsOf({ reading }: ReadNode): ClientElsewhere[] {
  return reading.namespaces.map(({ name, netns, resolvConf, hosts }) => ({
    ...{ name, netns },
    ...{ resolvConf: resolvConf.text, hosts: hosts.text },
  }))
}

function notRun({ from, to }: ConnectionRequest, why: string): Measurement {
  return { from, to, status: 'not-run', why, outcome: null, delayMs: null, attempts: [], sourcePorts: [] }
}
