// A client in a pod dials localhost: that is the pod itself, where the server is not.
import type { ExternalService } from '../../model/external-service.ts'
import type { Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { isLoopback, parseAddress } from '../../trace/address.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import { configuredTargets } from '../../trace/names/configured-targets.ts'
import { queryEvidence, unresolvedTargets } from '../external-name.ts'
import { affectsOf, findingAbout, subjectText } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { hostAddress } from '../point-at-address.ts'
import type { Found, Rule, RuleFacts } from '../rule.ts'
import { kubectlGet, serviceEvidence, serviceSubject } from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const dialled = pathRule({
  name: 'localhost-is-the-pod',
  title: 'The client dials localhost, which is its own pod',
  stage: 0,
  inputs: ['connections', 'services', 'snapshot'],
  explain: (failing, { services, snapshot }) => {
    const { reason, at } = failing.verdict
    const { from, to } = failing.connection
    const address = to.address === null ? null : parseAddress(to.address)
    if (reason.kind !== 'nothing-listens' || at.namespace !== from.namespace || !address || !isLoopback(address))
      return null
    if (findNamespace(snapshot, from.namespace)?.role !== 'pod') return null
    const told = configuredTargets(snapshot).find(
      (target) => target.pod === from.namespace && target.port === to.port && isLocal(target.host),
    )
    const server = serverOn(snapshot, to.port)
    const [service] = services.filter(
      ({ ports, type }) => type !== 'ExternalName' && ports.some(({ port }) => port === to.port),
    )
    const name =
      service &&
      (from.namespace.startsWith(`${service.namespace}/`) ? service.name : `${service.name}.${service.namespace}`)
    const where = told ? ` (${told.where} says ${told.host})` : ''
    const instead = name
      ? `Service ${service.namespace}/${service.name} leads to port ${to.port} outside: dial ${name}:${to.port}`
      : `Dial the address of the machine that the server runs on${server ? `, which pods reach at ${hostAddress(snapshot) ?? 'its own address'}` : ''}`
    return {
      message: `${opening(failing)}: inside a pod, localhost is the pod itself${where}, and nothing in ${from.namespace} listens on port ${to.port}${server ? `; ${server.process} listens on ${server.namespace}` : ''}. ${instead}.`,
      evidence: [
        { kind: 'socket', text: `no LISTEN socket on ${endText(address.text, to.port)} in ${from.namespace}` },
        ...(server ? [{ kind: 'socket' as const, text: server.text }] : []),
        ...(told
          ? [{ kind: 'object' as const, text: `Pod ${told.pod}: ${told.where}: ${endText(told.host, to.port)}` }]
          : []),
      ],
      checks: [
        { where: from.namespace, argv: ['ss', '-ltn', 'sport', '=', `:${to.port}`] },
        { where: from.namespace, argv: ['nc', '-vz', address.text, String(to.port)] },
      ],
      fixes: dialInstead(told?.where ?? null, name ? `${name}:${to.port}` : null),
    }
  },
})

export const rule: Rule = {
  ...dialled,
  find: (facts) => [
    ...dialled
      .find(facts)
      .map((found) => ({ ...found, at: { ...found.at, stage: 0 as const }, position: wiringPosition })),
    ...facts.services.flatMap((service) => namedLocalhost(service, facts)),
  ],
}

/** An ExternalName of localhost, where no name server answers that name with an address. */
function namedLocalhost(service: ExternalService, { connections }: RuleFacts): Found[] {
  if (service.externalName === null || !/^localhost(\.localdomain)?\.?$/i.test(service.externalName)) return []
  const subject = serviceSubject(service)
  return unresolvedTargets(service, connections).map(({ connection, query }) =>
    findingAbout({
      rule: dialled,
      subject,
      at: { stage: 0, namespace: null },
      affects: affectsOf(connection),
      message: `${subjectText(subject)} leads to localhost: to every client that is its own pod, not the machine that the server runs on, and no name server gives the name an address (EAI_NONAME). Use a Service without a selector and an EndpointSlice with the address under which pods reach that machine.`,
      evidence: [serviceEvidence(service), queryEvidence(query)],
      checks: [kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.externalName}')],
      fixes: dialInstead(null, null),
      position: wiringPosition,
    }),
  )
}

function isLocal(host: string): boolean {
  const address = parseAddress(host)
  return host === 'localhost' || (address !== null && isLoopback(address))
}

/** A server on that port of the host, which the client may have meant. */
function serverOn(snapshot: Snapshot, port: number): { process: string; namespace: string; text: string } | null {
  for (const { name, role, sockets } of snapshot.namespaces) {
    if (role !== 'host') continue
    const socket = sockets.find((one) => one.port === port && one.protocol === 'tcp' && one.state === 'LISTEN')
    const [process] = socket?.processes ?? []
    if (socket)
      return {
        process: process ? `${process.name} (pid ${process.pid})` : 'a server',
        namespace: name,
        text: socket.text,
      }
  }
  return null
}

function dialInstead(where: string | null, end: string | null): Fix[] {
  const text = `${where ? `Change ${where}` : 'Change what the client dials'} to ${end ?? "the host's address, or a Service that leads there"}, where the pod is made, and roll it out.`
  return [
    {
      title: end ? `Dial ${end}` : 'Dial the machine that the server runs on',
      reversible: true,
      widens: [],
      actions: [{ kind: 'manual', where: 'cluster', text }],
    },
  ]
}
