// The servers that listen in the practice network, under the process names that `ss -p` shows for the real ones.
import type { ListenerSpec } from '../fault.ts'
import { containers, kindNetwork, lan } from './addresses.ts'

export const listeners: readonly ListenerSpec[] = [
  tcp('host/postgres', 'host', 'postgres', kindNetwork.gateway, 5432),
  tcp('host/postgres-loopback', 'host', 'postgres', '127.0.0.1', 5432),
  {
    ...tcp('host/docker-proxy', 'host', 'docker-proxy', '0.0.0.0', 9200),
    relayTo: { address: containers.search.address, port: 9200 },
  },
  { name: 'host/statsd', namespace: 'host', process: 'statsd', protocol: 'udp', address: '0.0.0.0', port: 8125 },
  tcp('host/ledger', 'host', 'ledger', kindNetwork.gateway6, 7000),
  tcp('cache/redis', 'cache', 'redis-server', '0.0.0.0', 6379),
  tcp('search/opensearch', 'search', 'java', '0.0.0.0', 9200),
  tcp('nas/http', 'nas', 'httpd', lan.nas, 8080),
  tcp('nas/postgres', 'nas', 'postgres', '0.0.0.0', 5432),
]

function tcp(name: string, namespace: string, process: string, address: string, port: number): ListenerSpec {
  return { name, namespace, process, protocol: 'tcp', address, port }
}
