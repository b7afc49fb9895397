// Which connections clients can make to the Services that point outside, as a client in each pod would make them.
import type { Connection, ExpectedName } from '../../model/connection.ts'
import type { Endpoint, ExternalService, ServicePort } from '../../model/external-service.ts'
import type { NameMeasurement, Target } from '../../model/measurement.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { Clients } from './choose-clients.ts'

/** A connection before it is followed and measured. */
export type PlannedConnection = Pick<Connection, 'from' | 'service' | 'to' | 'expected' | 'asked' | 'hypothetical'>

export interface PlanInput {
  readonly clients: Clients
  readonly services: readonly ExternalService[]
  /** Targets without a Service (`--to`). */
  readonly targets: readonly Target[]
  readonly expected: (client: string, name: string) => ExpectedName | null
  readonly asked: (client: string, name: string) => NameMeasurement | null
}

export function planConnections(input: PlanInput): PlannedConnection[] {
  const { all, tries } = input.clients
  return all.flatMap((client) => [
    ...input.services
      .filter((service) => tries(client, service))
      .flatMap((service) =>
        client.role === 'pod' ? planService(client, service, input) : planFromNode(client, service),
      ),
    ...(tries(client, null) ? input.targets : []).map((target) => ({
      from: { namespace: client.name, node: client.node },
      service: null,
      to: { name: null, via: null, ...target },
      expected: null,
      asked: null,
      hypothetical: false,
    })),
  ])
}

/** As a client writes it: the bare name within the Service's own namespace, else with the namespace. */
export function nameFor(client: Namespace, service: ExternalService): string {
  return client.name.startsWith(`${service.namespace}/`) ? service.name : `${service.name}.${service.namespace}`
}

/** A node asks other name servers than a pod: it dials the addresses. */
function planFromNode(node: Namespace, service: ExternalService): PlannedConnection[] {
  const base = { from: { namespace: node.name, node: node.name }, expected: null, asked: null, hypothetical: false }
  return service.ports.flatMap((port) => {
    const connect = (address: string, number: number, via: string | null): PlannedConnection => ({
      ...base,
      service: { namespace: service.namespace, name: service.name, port: port.port },
      to: { name: null, via, address, port: number, protocol: port.protocol },
    })
    const ready = service.endpoints.filter((endpoint) => endpoint.ready)
    if (service.type === 'ClusterIP') return service.clusterIps.map((address) => connect(address, port.port, null))
    return ready.map((endpoint) => connect(endpoint.address, port.port, null))
  })
}

function planService(client: Namespace, service: ExternalService, input: PlanInput): PlannedConnection[] {
  const name = nameFor(client, service)
  const expected = input.expected(client.name, name)
  const asked = input.asked(client.name, name)
  const base = {
    from: { namespace: client.name, node: client.node },
    expected,
    asked,
  }
  const connect = (
    address: string | null,
    port: ServicePort,
    number: number,
    via: string | null,
    hypothetical: boolean,
  ): PlannedConnection => ({
    ...base,
    service: { namespace: service.namespace, name: service.name, port: port.port },
    to: { name, via, address, port: number, protocol: port.protocol },
    hypothetical,
  })
  const addresses = resolvedAddresses(expected, asked)
  const unanswered = unansweredAddresses(expected, asked)
  const planned: PlannedConnection[] = []
  for (const port of service.ports) {
    if (addresses === null) planned.push(connect(null, port, port.port, null, false))
    else for (const address of addresses) planned.push(connect(address, port, port.port, null, false))
    for (const address of unanswered) planned.push(connect(address, port, port.port, null, true))
    if (service.type === 'ClusterIP') {
      for (const endpoint of service.endpoints.filter((candidate) => candidate.ready)) {
        const via = service.clusterIps.find((clusterIp) => clusterIp.includes(':') === (endpoint.family === 6))
        const number = portOf(endpoint, port)
        if (via !== undefined && number !== null) planned.push(connect(endpoint.address, port, number, via, false))
      }
    }
    for (const endpoint of service.intended) {
      const number = service.type === 'ClusterIP' ? (intendedPort(endpoint, port) ?? port.port) : port.port
      planned.push(connect(endpoint.address, port, number, null, true))
    }
  }
  // Without a port there is nothing to connect to; its name can be wrong all the same.
  if (service.ports.length === 0) {
    const nameOnly = { name: '', port: 0, targetPort: null, protocol: 'tcp' as const }
    planned.push(connect(null, nameOnly, 0, null, true))
  }
  return planned
}

/** What was answered, else what should be; null when the name fails. */
function resolvedAddresses(expected: ExpectedName | null, asked: NameMeasurement | null): readonly string[] | null {
  if (asked) return asked.outcome === 'resolved' ? [...new Set(asked.addresses)] : null
  if (expected?.outcome === 'resolved') return expected.addresses.map((entry) => entry.address)
  return null
}

/** Where the name would lead if it were answered as the objects say: what is wrong there is a cause of its own. */
function unansweredAddresses(expected: ExpectedName | null, asked: NameMeasurement | null): readonly string[] {
  if (!asked || expected?.outcome !== 'resolved') return []
  return expected.addresses.map((entry) => entry.address).filter((address) => !asked.addresses.includes(address))
}

/** kube-proxy pairs a Service's port with the slice's port of the same name and protocol. */
function portOf(endpoint: Endpoint, port: ServicePort): number | null {
  return endpoint.ports.find((entry) => entry.name === port.name && entry.protocol === port.protocol)?.port ?? null
}

function intendedPort(endpoint: Endpoint, port: ServicePort): number | null {
  return portOf(endpoint, port) ?? endpoint.ports.find((entry) => entry.port !== null)?.port ?? null
}
