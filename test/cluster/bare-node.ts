// A container of the node's image in which nothing runs: what is in it, its tests have put there.
import { docker, nodeImage, removeContainers, runContainer } from './docker-command.ts'

/** Runs a script there as root. */
export type Shell = (script: string) => Promise<string>

/** Its name begins with `name`; whoever made it removes it by removeContainers(). */
export async function startBareNode(name: string, ...options: readonly string[]): Promise<Shell> {
  await removeContainers(name)
  await runContainer(name, ...options, '--privileged', '--init', await nodeImage(), '-c', 'exec sleep infinity')
  return (script) => docker('exec', name, 'bash', '-c', script)
}

export interface PodRecord {
  readonly name: string
  /** Null: of the host network. */
  readonly netns: string | null
  readonly annotations?: Readonly<Record<string, string>>
  readonly environment?: readonly string[]
}

/** A pod of Kubernetes namespace `shop` as containerd records it; its first process is that of the whole container. */
export function recordPod(folder: string, { name, netns, environment = [] }: PodRecord): string {
  const config = {
    ociVersion: '1.1.0',
    process: { args: ['/pause'], env: ['A={"type":"network"}', ...environment] },
    mounts: [{ destination: '/etc/resolv.conf', type: 'bind', source: `/var/lib/${name}.conf`, options: ['ro'] }],
    annotations: {
      'io.kubernetes.cri.container-type': 'sandbox',
      'io.kubernetes.cri.sandbox-id': `id-of-${name}`,
      'io.kubernetes.cri.sandbox-name': name,
      'io.kubernetes.cri.sandbox-namespace': 'shop',
      'io.kubernetes.cri.sandbox-uid': `uid-of-${name}`,
    },
    linux: { namespaces: [{ type: 'pid' }, ...(netns === null ? [] : [{ type: 'network', path: netns }])] },
  }
  return `mkdir -p ${folder}/${name}
printf 1 >${folder}/${name}/init.pid
echo 'nameserver 10.96.0.10 # ${name}' >/var/lib/${name}.conf
printf '%s' '${JSON.stringify(config)}' >${folder}/${name}/config.json
`
}
