// Pods without anything in them on each node of the cluster, and the network file by which root enters the same namespaces.
import { expect } from 'vitest'
import { matchNodes } from '../../src/app/cluster/match-nodes.ts'
import { rootNetworkFile } from '../../src/app/cluster/root-network-file.ts'
import type { Engine } from '../../src/collect/docker/engine.ts'
import type { NodeReading } from '../../src/collect/nodes/read-node.ts'
import type { NetworkFile } from '../../src/model/network-file.ts'
import type { KubernetesObject } from '../../src/model/snapshot.ts'
import type { ClientElsewhere } from '../../src/probe/elsewhere/client-elsewhere.ts'
import { kubectl } from './outside-services.ts'

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string; readonly hostNetwork?: boolean }
  readonly status: { readonly phase: string }
}

export function listed<Item>(...argv: readonly string[]): Item[] {
  return JSON.parse(kubectl(['get', ...argv, '-o', 'json'])).items
}

/** One of `image` on every node, in a namespace of its own. */
export function startPods(space: string, image: string, command?: readonly string[]): void {
  const container = { name: 'web', image, imagePullPolicy: 'Never', ...(command && { command }) }
  const labels = { app: 'web' }
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'web', namespace: space },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            tolerations: [{ operator: 'Exists' }],
            terminationGracePeriodSeconds: 0,
            containers: [container],
          },
        },
      },
    },
  ]
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  kubectl(['rollout', 'status', 'daemonset/web', '-n', space, '--timeout', '120s'])
}

export function removePods(space: string): void {
  kubectl(['delete', 'namespace', space, '--ignore-not-found', '--wait=true'])
}

/** Nodes and their pods, by their own paths on this machine. */
export async function networkFile(engine: Engine): Promise<NetworkFile> {
  const docker = await engine.inspect()
  const matched = matchNodes(listed<KubernetesObject>('nodes'), docker)
  expect(matched.nodes.filter(({ container }) => container === null)).toEqual([])
  return rootNetworkFile(matched, docker)
}

export function clientsOf({ namespaces }: NodeReading): ClientElsewhere[] {
  return namespaces.map(({ name, netns, resolvConf, hosts }) => ({
    ...{ name, netns },
    resolvConf: resolvConf.text,
    hosts: hosts.text,
  }))
}
