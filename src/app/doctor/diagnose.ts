// From a snapshot with its measurements to connections and findings: the part of doctor that needs no machine.
import type { Connection } from '../../model/connection.ts'
import type { ExternalService } from '../../model/external-service.ts'
import type { Finding } from '../../model/finding.ts'
import type { Measurement, Target } from '../../model/measurement.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseNameFiles } from '../../parse/parse-name-files.ts'
import { applyRules } from '../../rules/apply-rules.ts'
import { compile, type Network } from '../../trace/compile.ts'
import { follow } from '../../trace/follow.ts'
import { compileNames } from '../../trace/names/compile-names.ts'
import { resolveName } from '../../trace/names/resolve-name.ts'
import { listExternalServices } from '../../trace/services/list-external-services.ts'
import { agree } from './agree.ts'
import { chooseClients } from './choose-clients.ts'
import { followBeyond } from './follow-beyond.ts'
import { nameThroughNetwork } from './name-through-network.ts'
import { type PlannedConnection, planConnections } from './plan-connections.ts'
import { planLoopback } from './plan-loopback.ts'

export interface DiagnoseOptions {
  /** Null: every Service that points outside. */
  readonly selected: readonly { readonly namespace: string; readonly name: string }[] | null
  readonly targets: readonly Target[]
  readonly timeoutMs: number
}

export interface Diagnosis {
  readonly snapshot: Snapshot
  readonly network: Network
  readonly services: readonly ExternalService[]
  /** Hypothetical ones included; they are no part of the output. */
  readonly connections: readonly Connection[]
  readonly findings: readonly Finding[]
}

export function diagnose(snapshot: Snapshot, options: DiagnoseOptions): Diagnosis {
  const network = compile(snapshot)
  const services = selectServices(listExternalServices(snapshot), options.selected)
  const told = options.selected === null ? planLoopback(snapshot, chooseClients(snapshot).all) : []
  const connections = [...planned(snapshot, services, options.targets), ...told].map((connection) =>
    followConnection(network, connection, snapshot.measurements, options.timeoutMs),
  )
  const findings = applyRules({ snapshot, network, services, connections })
  return { snapshot, network, services, connections, findings }
}

/** The connections of a snapshot, from the names that were asked, else from those that should be answered. */
export function planned(
  snapshot: Snapshot,
  services: readonly ExternalService[],
  targets: readonly Target[],
): PlannedConnection[] {
  const names = compileNames(snapshot, parseNameFiles(snapshot))
  const asked = new Map(snapshot.nameMeasurements.map((one) => [`${one.from} ${one.name}`, one] as const))
  return planConnections({
    clients: chooseClients(snapshot),
    services,
    targets,
    expected: (client, name) => resolveName(names, client, name),
    asked: (client, name) => asked.get(`${client} ${name}`) ?? null,
  })
}

export function selectServices(
  services: readonly ExternalService[],
  selected: DiagnoseOptions['selected'],
): readonly ExternalService[] {
  if (selected === null) return services
  return services.filter((service) =>
    selected.some((wanted) => wanted.namespace === service.namespace && wanted.name === service.name),
  )
}

/** A name that gives no address: how far its question gets. */
function followName(network: Network, connection: PlannedConnection): Connection {
  const { asked, from } = connection
  const expected = connection.expected && nameThroughNetwork(network, from.namespace, connection.expected)
  const told = asked && expected && expected.outcome !== 'undetermined'
  const agree = told ? asked.outcome === expected.outcome : null
  return { ...connection, expected, paths: [], beyond: [], measurement: null, agree }
}

function followConnection(
  network: Network,
  connection: PlannedConnection,
  measurements: readonly Measurement[],
  timeoutMs: number,
): Connection {
  const { address, port, protocol } = connection.to
  if (address === null) return followName(network, connection)
  const flow = { from: connection.from.namespace, protocol, destination: address, destinationPort: port }
  const paths = follow(network, flow, { timeoutMs })
  const measurement =
    measurements.find(
      (one) =>
        one.from === connection.from.namespace &&
        one.to.address === address &&
        one.to.port === port &&
        one.to.protocol === protocol,
    ) ?? null
  return {
    ...connection,
    paths,
    beyond: followBeyond(network, flow, paths, timeoutMs),
    measurement,
    agree: agree(paths, measurement),
  }
}
