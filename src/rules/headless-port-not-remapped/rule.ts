// A headless Service has another port than its endpoint: nothing translates the one into the other, so clients dial the wrong one.

import type { ExternalService } from '../../model/external-service.ts'
import type { Fix } from '../../model/finding.ts'
import { evidenceOf } from '../finding-about.ts'
import { objectCause } from '../object-cause.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { kubectlGet, objectName, serviceEvidence } from '../wired-service.ts'
import { refusedService, servedPort, serverName } from '../wrong-port.ts'

export const rule = objectCause({
  name: 'headless-port-not-remapped',
  title: "A headless Service's port is not the one that its endpoint listens on",
  inputs: ['connections', 'services', 'snapshot'],
  explain: (failing, { services, snapshot }) => {
    const service = refusedService(failing, services)
    const { to } = failing.connection
    if (service?.type !== 'Headless' || to.address === null) return null
    const port = service.ports.find((one) => one.port === to.port && one.protocol === to.protocol)
    const endpoint = service.endpoints.find(({ address }) => address === to.address)
    const declared = endpoint?.ports.find((one) => one.name === port?.name) ?? endpoint?.ports[0]
    if (!endpoint || declared?.port == null || declared.port === to.port) return null
    const served = servedPort(failing, declared.port, snapshot)
    if (!served) return null
    return {
      message: `${opening(failing)}: it is headless, so its name gives the endpoint's own address, clients dial port ${to.port} there, and nothing turns that into port ${declared.port}, where ${serverName(served)} listens; targetPort and the slice's port count for a ClusterIP alone. Give the Service port ${declared.port} and dial it, or make it a ClusterIP Service.`,
      evidence: [
        serviceEvidence(service),
        { kind: 'socket', text: served.socket.text },
        ...evidenceOf(snapshot, [endpoint.fact]),
      ],
      checks: [
        kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.clusterIP} {.spec.ports}'),
        { where: failing.connection.from.namespace, argv: ['nc', '-vz', to.address, String(declared.port)] },
      ],
      fixes: waysOut(service, to.port, declared.port, endText(to.address, declared.port)),
    }
  },
})

function waysOut(service: ExternalService, port: number, real: number, end: string): Fix[] {
  const ports = Array.isArray((service.object.spec as { ports?: unknown }).ports)
    ? (service.object.spec as { ports: readonly { port?: number }[] }).ports
    : []
  return [
    {
      title: `Give the Service port ${real}, and let its clients dial it`,
      reversible: true,
      widens: [],
      actions: [
        {
          kind: 'kubernetes',
          verb: 'patch',
          object: objectName(service.object),
          body: {
            spec: { ports: ports.map((one) => (one.port === port ? { ...one, port: real, targetPort: real } : one)) },
          },
        },
      ],
    },
    {
      title: `Make it a ClusterIP Service, which turns port ${port} into ${end}`,
      reversible: true,
      widens: [],
      actions: [
        {
          kind: 'manual',
          where: 'cluster',
          text: `clusterIP cannot be changed: delete Service ${service.namespace}/${service.name} and create it again without clusterIP: None. Its EndpointSlice stays as it is.`,
        },
      ],
    },
  ]
}
