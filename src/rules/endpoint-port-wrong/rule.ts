// An EndpointSlice names a port on which nothing listens, while the Service's own port is served at that address.
import type { EndpointsObject } from '../../trace/services/service-objects.ts'
import { endpointsObjects } from '../../trace/services/service-objects.ts'
import { objectCause } from '../object-cause.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { kubectlGet, objectName, sourceEvidence, sourceName } from '../wired-service.ts'
import { refusedService, servedPort, serverName } from '../wrong-port.ts'

export const rule = objectCause({
  name: 'endpoint-port-wrong',
  title: "The EndpointSlice's port is not the one that the server listens on",
  inputs: ['connections', 'services', 'snapshot'],
  explain: (failing, { services, snapshot }) => {
    const service = refusedService(failing, services)
    const { reason } = failing.verdict
    if (service?.type !== 'ClusterIP' || reason.kind !== 'nothing-listens') return null
    const port = service.ports.find((one) => one.port === failing.connection.service?.port)
    const endpoint = service.endpoints.find(
      (one) =>
        one.address === reason.address &&
        one.ports.some((given) => given.name === port?.name && given.port === reason.port),
    )
    const slice = endpointsObjects(snapshot).find((source) => source.fact === endpoint?.fact)
    if (!port || !slice) return null
    const meant = [port.targetPort, port.port].filter((one) => typeof one === 'number' && one !== reason.port)
    const served = meant.map((one) => servedPort(failing, Number(one), snapshot)).find((one) => one !== null)
    if (!served) return null
    const says = served.port === port.targetPort ? `targetPort ${served.port}` : `port ${served.port}`
    return {
      message: `${opening(failing)}: ${sourceName(slice)} sends it to ${endText(reason.address, reason.port)}, where nothing listens, while the Service says ${says}, and there ${serverName(served)} listens. Without a selector only the slice's port counts; targetPort decides nothing. Correct the slice.`,
      evidence: [sourceEvidence(slice), { kind: 'socket', text: served.socket.text }],
      checks: [
        kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'jsonpath={.ports}'),
        { where: served.namespace, argv: ['ss', port.protocol === 'udp' ? '-lunp' : '-ltnp'] },
      ],
      fixes: [
        {
          title: `Give the slice port ${served.port}`,
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'kubernetes',
              verb: 'patch',
              object: objectName(slice.object),
              body: { ports: correctedPorts(slice, port.name, served.port) },
            },
          ],
        },
      ],
    }
  },
})

function correctedPorts({ ports }: EndpointsObject, name: string, right: number): unknown[] {
  return ports.map((port) => ({
    name: port.name,
    port: port.name === name ? right : port.port,
    protocol: port.protocol.toUpperCase(),
  }))
}
