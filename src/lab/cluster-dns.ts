// The lab's cluster DNS while it is up: stopped, started, told of changes, cut off from them, asked.
import { orderDns } from './dns/dns-control.ts'
import { runInNamespace } from './enter-namespace.ts'
import type { LabControl } from './fault.ts'
import { type DnsRecord, type LabRecord, readLab, writeLab } from './lab-record.ts'
import { askCommand, clusterDnsCommand, dnsSocket } from './processes/server-command.ts'
import { endServer, startServer } from './processes/start-server.ts'

export async function controlDns(name: string, action: Parameters<LabControl['dns']>[0]): Promise<void> {
  const { namespace, process } = clusterDns(await readLab(name))
  switch (action) {
    case 'stop':
      if (process !== null) await endServer(process)
      return record(name, null)
    case 'start':
      if (process !== null) await endServer(process)
      return record(name, await startServer(await readLab(name), clusterDnsCommand(name, namespace)))
    case 'freeze':
    case 'thaw':
      await orderDns(dnsSocket(name), action)
      return
    default:
      throw new Error(`unknown action ${action satisfies never}`)
  }
}

/** A stopped one reads everything anew when it starts. */
export async function tellDns(name: string, change: 'reload-objects' | 'reload-corefile'): Promise<void> {
  if (clusterDns(await readLab(name)).process !== null) await orderDns(dnsSocket(name), change)
}

/** Asked on its own loopback, whatever stands in the way elsewhere. */
export async function primeDns(name: string, query: string, type: 'A' | 'AAAA'): Promise<void> {
  const lab = await readLab(name)
  await runInNamespace(lab, clusterDns(lab).namespace, askCommand({ address: '127.0.0.1', name: query, type }))
}

async function record(name: string, process: DnsRecord['process']): Promise<void> {
  const lab = await readLab(name)
  await writeLab({
    ...lab,
    dns: lab.dns.map((server) => (server.name === 'cluster' ? { ...server, process } : server)),
  })
}

function clusterDns(lab: LabRecord): DnsRecord {
  const found = lab.dns.find((server) => server.name === 'cluster')
  if (found === undefined) throw new Error(`lab ${lab.name} has no cluster DNS on record`)
  return found
}
