// The setting by which well-known servers are told on which addresses to listen.
import type { Fix } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import type { Deafness } from './deaf-sockets.ts'
import { hostPrefix } from './ip-command.ts'
import { connectedNetwork } from './packet-at.ts'

/** Adds this one address to those that the server listens on. */
export function bindToAddress(
  snapshot: Snapshot,
  { namespace, address, port, sockets }: Deafness,
  source: string,
): Fix {
  const process = sockets.flatMap(({ socket }) => socket.processes)[0]?.name ?? ''
  const setting = settings[process]
  const place = findNamespace(snapshot, namespace)
  return {
    title: `Let the server listen on ${address} too`,
    reversible: true,
    widens: [
      { source: (place && connectedNetwork(place, source)?.network) ?? hostPrefix(source), destination: address, port },
    ],
    actions: [
      {
        kind: 'manual',
        where: namespace,
        text: setting
          ? `${setting(address)}, then restart ${process}.`
          : `Set the server's listen address to ${address} beside the one that it has, then restart it.`,
      },
    ],
  }
}

const settings: Readonly<Record<string, (address: string) => string>> = {
  postgres: (address) => `In postgresql.conf set listen_addresses = 'localhost,${address}'`,
  mysqld: (address) =>
    `In my.cnf set bind-address = 127.0.0.1,${address} (MySQL 8.0.13 or newer; MariaDB 10.11 or newer)`,
  mariadbd: (address) => `In my.cnf set bind-address = 127.0.0.1,${address} (MariaDB 10.11 or newer)`,
  'redis-server': (address) => `In redis.conf set bind 127.0.0.1 ${address}`,
  mongod: (address) => `In mongod.conf set net.bindIp: 127.0.0.1,${address}`,
  'rabbitmq-server': (address) => `In rabbitmq.conf add listeners.tcp.2 = ${address}:5672`,
  nginx: (address) => `In the server block add listen ${address}:PORT`,
}
