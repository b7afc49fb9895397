// Whether the C library asks nobody for a name: it is an address, or stands in the hosts file.
import { isIP } from 'node:net'
import { parseHosts } from '../../parse/parse-hosts.ts'

export function needsNoServer(name: string, hosts: string): boolean {
  const wanted = name.toLowerCase().replace(/\.$/, '')
  return (
    isIP(name) !== 0 || parseHosts(hosts).some((entry) => entry.names.some((known) => known.toLowerCase() === wanted))
  )
}
