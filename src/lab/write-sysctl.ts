// Sets a sysctl of one namespace by its file: the tool sysctl is in a package of its own, which a small system lacks.
import type { LabControl } from './fault.ts'

/** `net.ipv4.conf.br-kind.rp_filter`: dots part folders. */
export async function writeSysctl(lab: LabControl, namespace: string, key: string, value: string): Promise<void> {
  await lab.run(namespace, ['tee', `/proc/sys/${key.replaceAll('.', '/')}`], `${value}\n`)
}
