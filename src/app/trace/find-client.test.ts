// FROM by name, and the names that somebody may have meant.
import { describe, expect, it, test } from 'vitest'
import { SmallNetwork } from '../../../test/small-network.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { findClient } from './find-client.ts'

const network = new SmallNetwork()
  .namespace('host', 'host')
  .namespace('node-1', 'node')
  .namespace('shop/web', 'pod', 'node-1')
  .namespace('shop/web-7d4-x2', 'pod', 'node-1')
  .namespace('jobs/batch', 'pod', 'node-1')
const kubernetes: KubernetesObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } } },
  },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-7d4-x2', namespace: 'shop', labels: { app: 'web' } } },
]
const snapshot = { ...network.snapshot(), kubernetes }

describe('a client', () => {
  test.each([
    ['pod/web', 'shop/web'],
    ['deploy/web', 'shop/web-7d4-x2'],
    ['node/node-1', 'node-1'],
    ['netns/jobs/batch', 'jobs/batch'],
    ['netns/host', 'host'],
  ])('%s is %s', (from, name) => {
    expect(findClient(snapshot, from, 'shop').name).toBe(name)
  })
})

describe('nobody', () => {
  test.each([
    ['web', 'FROM is "web"; expected pod/NAME, deploy/NAME, node/NAME or netns/NAME, as in pod/web.'],
    ['pod/', 'FROM is "pod/"; expected pod/NAME, deploy/NAME, node/NAME or netns/NAME, as in pod/web.'],
    ['pod/wbe', 'There is no pod wbe in namespace shop. Did you mean web?'],
    ['pod/batch', 'There is no pod batch in namespace shop; jobs/batch is there. Add: -n jobs'],
    ['deploy/wbe', 'There is no Deployment wbe in namespace shop. Deployments there: web.'],
    ['node/node-2', 'There is no node node-2. Did you mean node-1?'],
    ['node/other', 'There is no node other. Nodes of this network: node-1.'],
    ['netns/shop/wev', 'There is no namespace shop/wev in this network. Did you mean shop/web'],
  ])('%s', (from, message) => {
    expect(() => findClient(snapshot, from, 'shop')).toThrow(message)
  })

  it('of a Deployment is found by what its pods say of their maker, without the Deployment', () => {
    const pod = {
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: {
        ...{ name: 'web-7d4-x2', namespace: 'shop', labels: { 'pod-template-hash': '7d4' } },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d4' }],
      },
    }
    expect(findClient({ ...snapshot, kubernetes: [pod] }, 'deploy/web', 'shop').name).toBe('shop/web-7d4-x2')
  })

  it('is found where the network has no pods at all', () => {
    const empty = new SmallNetwork().namespace('host', 'host').snapshot()
    expect(() => findClient(empty, 'pod/web', 'default')).toThrow(
      'There is no pod web in namespace default. Pods of this network: none.',
    )
  })
})
