// A Service that lost its selector still has the slice of its former pods: part of the connections go to addresses of nobody.
import type { Action } from '../../model/finding.ts'
import { objectCause } from '../object-cause.ts'
import { opening } from '../opening.ts'
import { kubectlGet, objectName, serviceEvidence, sourceEvidence, sourceName } from '../wired-service.ts'
import { orphanEndpoint } from './orphan-endpoint.ts'

export const rule = objectCause({
  name: 'orphan-slices',
  title: 'A slice of former pods is left over',
  inputs: ['connections', 'snapshot'],
  explainsAstray: true,
  explain: (failing, { snapshot }) => {
    const orphan = orphanEndpoint(failing, snapshot)
    if (!orphan) return null
    const { service, slice, address, pod, others, copiedFrom } = orphan
    const label = `kubernetes.io/service-name=${service.name}`
    const beside = others.length === 0 ? '' : ` beside ${others.map(sourceName).join(', ')}`
    const remove = [slice, ...copiedFrom].map(
      ({ object }): Action => ({ kind: 'kubernetes', verb: 'delete', object: objectName(object), body: null }),
    )
    return {
      message: `${opening(failing)} whenever it is sent to ${address}: ${sourceName(slice)}${beside} still names ${address} of pod ${pod}, which is gone. The Service has no selector any more, so no controller takes that slice away, and kube-proxy and cluster DNS go on using it. Delete it.`,
      evidence: [
        sourceEvidence(slice),
        ...others.map(sourceEvidence),
        ...copiedFrom.map(sourceEvidence),
        serviceEvidence(service),
        { kind: 'object', text: `no Pod ${pod} with address ${address}` },
      ],
      checks: [
        kubectlGet('endpointslices', service.namespace, '-l', label, '-o', 'wide'),
        kubectlGet('pods', service.namespace, '-o', 'wide'),
      ],
      fixes: [
        {
          title: `Delete ${[slice, ...copiedFrom].map(sourceName).join(' and ')}`,
          reversible: true,
          widens: [],
          actions: remove,
        },
      ],
    }
  },
})
