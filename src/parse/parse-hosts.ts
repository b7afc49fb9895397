// Reads /etc/hosts.
import type { HostsEntry } from '../model/name-files.ts'

export function parseHosts(text: string): HostsEntry[] {
  return text.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return address === undefined || names.length === 0 ? [] : [{ address, names }]
  })
}
