// The use case of trace: resolve the target as that client would, follow the packet, and let a real client try beside it.
import type { ExpectedName } from '../../model/connection.ts'
import { UsageError } from '../../model/errors.ts'
import type { Measurement, NameMeasurement, Target } from '../../model/measurement.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { Protocol } from '../../model/packet.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseNameFiles } from '../../parse/parse-name-files.ts'
import type { NameFailure, TracedPath, TraceReport } from '../../report/trace-document.ts'
import { compile, type Network } from '../../trace/compile.ts'
import { follow } from '../../trace/follow.ts'
import { compileNames } from '../../trace/names/compile-names.ts'
import { resolveName } from '../../trace/names/resolve-name.ts'
import type { ChosenNetwork } from '../choose-network.ts'
import { agree } from '../doctor/agree.ts'
import { nameThroughNetwork } from '../doctor/name-through-network.ts'
import type { LiveNetwork } from '../live-network.ts'
import type { WrittenTarget } from '../parse-target.ts'
import type { Progress } from '../progress.ts'
import { findClient } from './find-client.ts'
import { findService, portOfService, servicesLike } from './find-service.ts'
import { answersOf } from './name-answers.ts'
import { whyNameFails } from './why-name-fails.ts'

export interface TraceOptions {
  readonly from: string
  readonly to: WrittenTarget
  /** TO as it stands on the command line. */
  readonly toText: string
  /** Kubernetes namespace of FROM (`-n`). */
  readonly space: string
  readonly fromPort: number | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** Throws UsageError, CannotLookError. */
export async function traceUseCase(chosen: ChosenNetwork, options: TraceOptions): Promise<TraceReport> {
  const written = options.to
  if (chosen.kind === 'snapshot') return traceInSnapshot(chosen.snapshot, written, options)
  const snapshot = await chosen.network.collect(options)
  const report = await traceLive(snapshot, chosen.network, written, options)
  options.progress.clear()
  return report
}

/** From stored facts and stored measurements: nothing is run. */
function traceInSnapshot(snapshot: Snapshot, written: WrittenTarget, options: TraceOptions): TraceReport {
  const client = findClient(snapshot, options.from, options.space)
  const asked =
    written.kind === 'name'
      ? (snapshot.nameMeasurements.find((one) => one.from === client.name && one.name === written.name) ?? null)
      : null
  const network = compile(snapshot)
  const resolved = resolve(network, client, written, asked, options)
  const stored = new Map(snapshot.measurements.map((one) => [keyOf(one.from, one.to), one] as const))
  const measured = (to: Target): Measurement | null => stored.get(keyOf(client.name, to)) ?? null
  return reportOf(network, client, resolved, measured, 'the snapshot holds no such connection', options)
}

async function traceLive(
  snapshot: Snapshot,
  live: LiveNetwork,
  written: WrittenTarget,
  options: TraceOptions,
): Promise<TraceReport> {
  const { signal, progress, timeoutMs } = options
  const client = findClient(snapshot, options.from, options.space)
  const network = compile(snapshot)
  // A wrong command line is said before anything is asked for real.
  resolve(network, client, written, null, options)
  const asked = written.kind === 'name' ? await askName(live, client, written.name, options) : null
  // What the servers above cluster DNS answered is a fact that only asking gives.
  const known = asked ? { ...network, snapshot: { ...snapshot, nameMeasurements: [asked] } } : network
  const resolved = resolve(known, client, written, asked, options)
  progress.say(`connecting from ${client.name}`)
  const fromPort = options.fromPort ?? undefined
  const requests = resolved.targets.map((to) => ({ from: client.name, to, fromPort }))
  const measurements = await live.probeConnections(requests, { timeoutMs, signal })
  const measured = (to: Target): Measurement | null =>
    measurements.find((one) => keyOf(one.from, one.to) === keyOf(client.name, to)) ?? null
  return reportOf(known, client, resolved, measured, 'no client was asked', options)
}

async function askName(
  live: LiveNetwork,
  client: Namespace,
  name: string,
  { signal, progress }: TraceOptions,
): Promise<NameMeasurement | null> {
  progress.say(`asking for ${name} in ${client.name}`)
  const onNotRun = (from: string, why: string): void => progress.note(`Names could not be asked for in ${from}: ${why}`)
  const [asked] = await live.probeNames([{ from: client.name, name }], { signal, onNotRun })
  return asked ?? null
}

interface Resolved {
  readonly expected: ExpectedName | null
  readonly asked: NameMeasurement | null
  readonly port: number
  readonly protocol: Protocol
  /** Empty when the name fails. */
  readonly targets: readonly Target[]
}

function resolve(
  network: Network,
  client: Namespace,
  written: WrittenTarget,
  asked: NameMeasurement | null,
  options: TraceOptions,
): Resolved {
  if (written.kind === 'address') {
    const { address, port } = written
    const protocol = written.protocol ?? 'tcp'
    return { expected: null, asked: null, port, protocol, targets: [{ address, port, protocol }] }
  }
  const { snapshot } = network
  const objects = resolveName(compileNames(snapshot, parseNameFiles(snapshot)), client.name, written.name)
  const expected = nameThroughNetwork(network, client.name, objects)
  const { port, protocol } = portOf(snapshot, written, expected, options)
  const addresses = asked
    ? asked.outcome === 'resolved'
      ? [...new Set(asked.addresses)]
      : []
    : expected.outcome === 'resolved'
      ? expected.addresses.map((entry) => entry.address)
      : []
  return { expected, asked, port, protocol, targets: addresses.map((address) => ({ address, port, protocol })) }
}

function portOf(
  snapshot: Snapshot,
  { name, port, protocol }: Extract<WrittenTarget, { kind: 'name' }>,
  expected: ExpectedName,
  options: TraceOptions,
): { readonly port: number; readonly protocol: Protocol } {
  if (port !== null) return { port, protocol: protocol ?? 'tcp' }
  const service = findService(snapshot, expected)
  if (service) {
    const only = portOfService(service, name)
    return { port: only.port, protocol: protocol ?? only.protocol }
  }
  const nearest = servicesLike(snapshot, name, options.space)
  const meant = nearest.length === 0 ? '' : ` Did you mean ${nearest.join(' or ')}?`
  throw new UsageError(
    `TO is ${JSON.stringify(name)}, and there is no Service of that name from which to take a port.${meant} ` +
      `A name that is no Service needs one: ${name}:PORT`,
  )
}

function reportOf(
  network: Network,
  client: Namespace,
  { expected, asked, port, protocol, targets }: Resolved,
  measured: (to: Target) => Measurement | null,
  notRun: string,
  options: TraceOptions,
): TraceReport {
  const { snapshot } = network
  const followed = (to: Target): TracedPath[] => followTarget(network, client, to, measured(to), notRun, options)
  const paths = targets.flatMap(followed)
  return {
    snapshot,
    from: client.name,
    to: options.toText,
    names: answersOf(expected, asked),
    nameFailure: targets.length > 0 || !expected ? null : nameFailure(expected),
    paths,
  }

  /** What the name should give is followed all the same: the model's word stands beside what the client saw. */
  function nameFailure(name: ExpectedName): NameFailure {
    const addresses = name.outcome === 'resolved' ? name.addresses : []
    const [first] = addresses.flatMap(({ address }) => followed({ address, port, protocol }))
    const failed = { name: name.name, expected: name, asked, port, protocol }
    return whyNameFails(snapshot, client, failed, first?.path.client ?? null)
  }
}

function followTarget(
  network: Network,
  client: Namespace,
  { address, port, protocol }: Target,
  measurement: Measurement | null,
  notRun: string,
  { fromPort, timeoutMs }: TraceOptions,
): TracedPath[] {
  const flow = { from: client.name, protocol, destination: address, destinationPort: port }
  const paths = follow(network, fromPort === null ? flow : { ...flow, sourcePort: fromPort }, { timeoutMs })
  const agreed = agree(paths, measurement)
  return paths.map((path) => ({ path, measurement, notRun: measurement ? null : notRun, agree: agreed }))
}

function keyOf(from: string, to: Target): string {
  return `${from} ${to.protocol} ${to.address} ${to.port}`
}
