// A pod is told to dial a Service by a name that does not exist: no such Service, namespace or cluster domain.
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { hostAliases } from '../external-name.ts'
import { unknownNameRule } from '../external-name-rule.ts'

export const rule = unknownNameRule(
  {
    name: 'name-not-found',
    title: 'A pod is told to dial a Service that does not exist',
    dependsOn: ['host-alias-missing', 'name-resolves-on-node-only'],
  },
  ({ name, service, opening, outcome }, snapshot) => {
    if (service || hostAliases.has(name)) return null
    const [pod] = /(?<=^Pod )[^ ]+/.exec(opening) ?? []
    const wanted = wantedService(snapshot, name, pod?.split('/')[0] ?? 'default')
    if (!wanted) return null
    const meant = wanted.nearest ? ` The nearest is ${wanted.nearest}.` : ''
    return {
      message: `${opening}, and that name does not exist (${outcome}): ${wanted.why}.${meant} Correct it where the pod is made.`,
      checks: [{ where: 'cluster', argv: ['kubectl', 'get', 'services', '-A'] }],
      fixes: wanted.nearest
        ? [
            {
              title: `Let the pod dial ${wanted.nearest}`,
              reversible: true,
              widens: [],
              actions: [
                {
                  kind: 'manual',
                  where: 'cluster',
                  text: `Write ${wanted.nearest} for ${name} in the Deployment (or whatever makes the pod), and roll it out.`,
                },
              ],
            },
          ]
        : [],
    }
  },
)

interface WantedService {
  readonly why: string
  /** `db.shop`, as a client writes it. */
  readonly nearest: string | null
}

/** Null for what may be a name outside the cluster: then nothing here says that it should be there. */
function wantedService(snapshot: Snapshot, name: string, podNamespace: string): WantedService | null {
  const services = snapshot.kubernetes
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace ?? 'default' }))
  const labels = name.split('.')
  const svc = labels.indexOf('svc')
  const domain = snapshot.clusterDomain.replace(/\.$/, '')
  const [service = '', namespace = podNamespace] = svc >= 0 ? labels.slice(0, svc).slice(-2) : labels
  if (svc < 0 && labels.length > 2) return null
  const known = services.map((one) => `${one.name}.${one.namespace}`)
  const there = known.includes(`${service}.${namespace}`)
  const elsewhere = services.filter((one) => one.name === service).map((one) => `${one.name}.${one.namespace}`)
  const nearest = [...elsewhere, ...nearestNames(`${service}.${namespace}`, known)][0] ?? null
  if (svc >= 0 && there && labels.length > svc + 1 && labels.slice(svc + 1).join('.') !== domain) {
    return {
      why: `the cluster's domain is ${domain}, not ${labels.slice(svc + 1).join('.')}`,
      nearest: `${service}.${namespace}`,
    }
  }
  if (there || (svc < 0 && nearest === null)) return null
  const hasNamespace = snapshot.kubernetes.some(
    (object) => object.kind === 'Namespace' && object.metadata.name === namespace,
  )
  const why = hasNamespace ? `namespace ${namespace} has no Service ${service}` : `there is no namespace ${namespace}`
  return { why, nearest }
}
