// A pod is told to dial a port that the Service does not have: kube-proxy has no rule for it, and the packet goes astray.
import type { ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type ConfiguredTarget, configuredTargets } from '../../trace/names/configured-targets.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import type { Rule } from '../rule.ts'
import { kubectlGet, serviceEvidence } from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'service-port-not-served',
  title: 'A pod is told to dial a port that the Service does not have',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['services', 'snapshot'],
  dependsOn: [],
  find: ({ services, snapshot }) =>
    configuredTargets(snapshot).flatMap((target) => {
      const service = services.find((one) => one.type === 'ClusterIP' && isNamed(target, one, snapshot))
      const { port } = target
      if (!service || port === null || service.ports.length === 0 || service.ports.some((one) => one.port === port))
        return []
      const has = service.ports.map((one) => `${one.port}/${one.protocol.toUpperCase()}`).join(', ')
      const subject = { kind: 'Service', namespace: service.namespace, name: service.name, port }
      const node = snapshot.namespaces.find((one) => one.name === target.pod)?.node ?? null
      return [
        findingAbout({
          rule: about,
          subject,
          at: { stage: 0, namespace: null },
          affects: [{ from: target.pod, node }],
          message: `${subjectText(subject)} does not exist: pod ${target.pod} is told to dial it (${target.where} says ${target.host}:${port}), and the Service has ${has}. kube-proxy has no rule for another port of the ClusterIP, so the packet leaves the node for an address of nobody. Dial a port that the Service has, or add this one to Service and slice.`,
          evidence: [
            serviceEvidence(service),
            { kind: 'object', text: `Pod ${target.pod}: ${target.where}: ${target.host}:${port}` },
          ],
          checks: [kubectlGet('service', service.namespace, service.name)],
          fixes: [
            {
              title: `Dial ${target.host}:${service.ports[0]?.port}`,
              reversible: true,
              widens: [],
              actions: [
                {
                  kind: 'manual',
                  where: 'cluster',
                  text: `Change ${target.where} to port ${service.ports[0]?.port}, where the pod is made, and roll it out.`,
                },
              ],
            },
          ],
          position: wiringPosition,
        }),
      ]
    }),
}

/** By the names that a pod of that namespace can write for it. */
function isNamed(
  { host, pod }: ConfiguredTarget,
  { namespace, name, clusterIps }: ExternalService,
  snapshot: Snapshot,
): boolean {
  const domain = snapshot.clusterDomain.replace(/\.$/, '')
  const full = `${name}.${namespace}`
  const names = [full, `${full}.svc`, `${full}.svc.${domain}`, ...(pod.startsWith(`${namespace}/`) ? [name] : [])]
  return names.includes(host.replace(/\.$/, '')) || clusterIps.includes(host)
}
