// An ExternalName Service has another targetPort than port: it is a name only, so nothing turns the one into the other.

import { objectCause } from '../object-cause.ts'
import { opening } from '../opening.ts'
import { kubectlGet, serviceEvidence } from '../wired-service.ts'
import { refusedService, servedPort, serverName } from '../wrong-port.ts'

export const rule = objectCause({
  name: 'external-name-does-not-map-ports',
  title: 'An ExternalName Service cannot turn one port into another',
  inputs: ['connections', 'services', 'snapshot'],
  explain: (failing, { services, snapshot }) => {
    const service = refusedService(failing, services)
    const { to } = failing.connection
    if (service?.type !== 'ExternalName' || to.address === null) return null
    const port = service.ports.find((one) => one.port === to.port)
    if (typeof port?.targetPort !== 'number' || port.targetPort === to.port) return null
    const served = servedPort(failing, port.targetPort, snapshot)
    if (!served) return null
    return {
      message: `${opening(failing)}: it is an ExternalName, which is answered as a name alone, so clients dial port ${to.port} of ${service.externalName} itself; ${serverName(served)} listens on targetPort ${port.targetPort} there, and nothing turns the one into the other. Dial port ${port.targetPort}, or use a Service without a selector and an EndpointSlice.`,
      evidence: [serviceEvidence(service), { kind: 'socket', text: served.socket.text }],
      checks: [
        kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.type} {.spec.ports}'),
        { where: failing.connection.from.namespace, argv: ['nc', '-vz', to.address, String(port.targetPort)] },
      ],
      fixes: [
        {
          title: `Let the clients dial port ${port.targetPort}`,
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where: 'cluster',
              text: `Write port ${port.targetPort} for ${to.port} in what dials ${to.name ?? service.name}, and in the Service, where it is a note only.`,
            },
          ],
        },
      ],
    }
  },
})
