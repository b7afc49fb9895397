// A headless Service shop/db whose endpoint is dialled, and the rule of node-1 that takes the packet for its own.
import type { Path } from '../../src/model/path.ts'
import type { KubernetesObject } from '../../src/model/snapshot.ts'
import type { RuleFacts } from '../../src/rules/rule.ts'
import {
  arrivedAtHost,
  connectionByHand,
  linkByHand,
  namespaceByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from './facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from './objects-by-hand.ts'

export const endpointChain = 'KUBE-SEP-DDDDDDDDDDDDDDDD'
const instead = '10.244.1.7'

export interface CaptureByHand {
  readonly address?: string
  readonly chain?: string
  /** Refused by that chain instead of translated. */
  readonly refused?: boolean
  readonly works?: boolean
  readonly objects?: readonly KubernetesObject[]
  /** A LAN machine that has the address. */
  readonly outside?: boolean
  readonly clusterIP?: string
  readonly agree?: boolean
}

export function factsOfCapture(parts: CaptureByHand): RuleFacts {
  const { address = '172.18.0.4', chain = endpointChain, refused = false, works = false, outside = false } = parts
  const snapshot = snapshotByHand({
    'node-1': { ...nodeOne, rulesets: [rulesetByHand({ name: chain }, [`-A ${chain} -d ${address}/32`])] },
  })
  const links = [linkByHand(7, 'eth0', { addresses: [`${address}/32`] })]
  const lan = outside ? [namespaceByHand('vault', 'lan', { links })] : []
  return factsOfObjects(
    [
      serviceByHand('db', { clusterIP: parts.clusterIP ?? 'None' }),
      sliceByHand('db-1', { address }),
      ...(parts.objects ?? []),
    ],
    [
      connectionByHand([refused ? refusedBy(chain, address) : translatedBy(chain, address, works)], {
        to: { name: 'db', via: null, address, port: 5432, protocol: 'tcp' },
        agree: parts.agree ?? true,
      }),
    ],
    { ...snapshot, namespaces: [...snapshot.namespaces, ...lan] },
  )
}

const nodeOne = snapshotByHand().namespaces[1]

function translatedBy(chain: string, address: string, works: boolean): Path {
  const before = { ...arrivedAtHost, destination: address }
  const after = { ...before, destination: instead }
  const fact = `node-1#rule/iptables-nft/ip/filter/${chain}/1`
  const hop = {
    id: 1,
    stage: 4,
    namespace: 'node-1',
    link: 'eth0',
    steps: [{ kind: 'nat', fact, before, after }],
  } as const
  const verdict = works
    ? verdictByHand('delivered', 7, 'shop/old', { kind: 'client-receives' })
    : verdictByHand('refused', 7, 'shop/old', { kind: 'nothing-listens', address: instead, port: 5432, others: [] })
  return pathByHand(verdict, works ? 'connected' : 'ECONNREFUSED', { hops: [hop], arrived: after })
}

function refusedBy(chain: string, address: string): Path {
  const rule = `node-1#rule/iptables-nft/ip/filter/${chain}/1`
  const reason = { kind: 'rule-rejects', rule, hook: 'forward', with: 'port-unreachable' } as const
  const arrived = { ...arrivedAtHost, destination: address }
  return pathByHand(verdictByHand('rejected', 4, 'node-1', reason), 'ECONNREFUSED', { arrived })
}

export function claimingService(spec: Record<string, unknown>, status: unknown = {}): KubernetesObject {
  return { ...serviceByHand('old', { clusterIP: '10.96.0.40', selector: { app: 'old' }, ...spec }), status }
}
