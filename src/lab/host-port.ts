// A pod's hostPort as the portmap plugin carries it out on node-2, for pod jobs/batch.
import type { KubernetesObject } from '../model/snapshot.ts'
import type { LabControl } from './fault.ts'

const chain = 'CNI-DN-0a1b2c3d4e5f60718293a'
const jump = '-m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT'

/** plugins/meta/portmap/portmap_iptables.go */
export async function mapHostPort(lab: LabControl, port: number): Promise<void> {
  await restore(lab, [
    ':CNI-HOSTPORT-DNAT - [0:0]',
    `:${chain} - [0:0]`,
    `-A PREROUTING ${jump}`,
    `-A OUTPUT ${jump}`,
    `-A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: kindnet id: batch" -m multiport --dports ${port} -j ${chain}`,
    `-A ${chain} -p tcp -m tcp --dport ${port} -j DNAT --to-destination 10.244.2.11:${port}`,
  ])
}

export async function unmapHostPort(lab: LabControl): Promise<void> {
  const chains = ['CNI-HOSTPORT-DNAT', chain]
  await restore(lab, [
    `-D PREROUTING ${jump}`,
    `-D OUTPUT ${jump}`,
    ...chains.map((name) => `-F ${name}`),
    ...chains.map((name) => `-X ${name}`),
  ])
}

async function restore(lab: LabControl, lines: readonly string[]): Promise<void> {
  await lab.run('node-2', ['iptables-restore', '--noflush'], ['*nat', ...lines, 'COMMIT', ''].join('\n'))
}

export function withHostPort(port: number) {
  return (pod: KubernetesObject): KubernetesObject => {
    const { containers, ...rest } = pod.spec as { containers: readonly Record<string, unknown>[] }
    const ports = [{ containerPort: port, hostPort: port, protocol: 'TCP' }]
    return { ...pod, spec: { ...rest, containers: containers.map((container) => ({ ...container, ports })) } }
  }
}

/** A server of node-2 itself. */
export const nodeAgent = {
  name: 'node-2/agent',
  namespace: 'node-2',
  process: 'agent',
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 9200,
} as const
