// An ExternalName leads to a name that does not exist: cluster DNS answers with the alias and nothing behind it.
import type { ExternalService } from '../../model/external-service.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { hostAliases } from '../external-name.ts'
import { unknownNameRule } from '../external-name-rule.ts'

export const rule = unknownNameRule(
  {
    name: 'external-name-does-not-resolve',
    title: 'The ExternalName leads to a name that does not exist',
    dependsOn: ['host-alias-missing', 'name-resolves-on-node-only', 'localhost-is-the-pod'],
  },
  ({ name, service, opening, outcome }, snapshot) => {
    if (!service || hostAliases.has(name)) return null
    const domain = snapshot.clusterDomain.replace(/\.$/, '')
    const isOwn = name.endsWith(`.svc.${domain}`)
    const nearest = isOwn ? nearestService(snapshot, name, service) : null
    const why = isOwn
      ? `no Service ${name.split('.').slice(0, 2).reverse().join('/')} is in this cluster, or it has no address${nearest ? `; the nearest is ${nearest}` : ''}`
      : 'no name server that cluster DNS asks knows it'
    return {
      message: `${opening}, and that name does not resolve (${outcome}): ${why}. Cluster DNS answers with the alias alone, so clients see the Service and get no address. Correct externalName, or make the name known to the resolver that cluster DNS forwards to.`,
      fixes: [
        {
          title: 'Correct the externalName',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where: 'cluster',
              text: `Run: kubectl -n ${service.namespace} patch service ${service.name} --type merge -p '{"spec":{"externalName":"${nearest ?? 'THE RIGHT NAME'}"}}'`,
            },
          ],
        },
      ],
    }
  },
)

/** Of the same namespace, but for the ExternalName itself. */
function nearestService(snapshot: Snapshot, name: string, own: ExternalService): string | null {
  const [wanted = '', namespace = ''] = name.split('.')
  const known = snapshot.kubernetes
    .filter((object) => object.kind === 'Service' && object !== own.object && object.metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
  const [nearest] = nearestNames(wanted, known)
  return nearest === undefined ? null : `${nearest}.${name.split('.').slice(1).join('.')}`
}
