// The command line that starts one of the lab's servers, and the namespace it belongs in.
import { join } from 'node:path'
import type { ListenerSpec } from '../fault.ts'
import { labDirectory } from '../lab-directory.ts'
import { manifestsFile } from '../manifests-file.ts'
import type { Topology } from '../topologies/topology.ts'
import { labProcessFile } from './lab-process-file.ts'
import type { LabProgram } from './main.ts'

export interface ServerCommand {
  readonly namespace: string
  readonly argv: readonly string[]
}

export function listenerCommand(listener: ListenerSpec): ServerCommand {
  return command(listener.namespace, { role: 'listen', options: listener })
}

export function clusterDnsCommand(name: string, namespace: string): ServerCommand {
  const manifests = join(labDirectory(name), manifestsFile)
  return command(namespace, {
    role: 'cluster-dns',
    options: { manifests, resolvConf: '/etc/resolv.conf', control: dnsSocket(name) },
  })
}

export function upstreamDnsCommand(name: string, { namespace, address }: Topology['upstreamDns']): ServerCommand {
  return command(namespace, { role: 'upstream-dns', options: { zone: zoneFile(name), addresses: [address] } })
}

/** A question to a DNS server: `address` as seen from where it runs. */
export function askCommand(options: (LabProgram & { role: 'ask' })['options']): string[] {
  return argvOf({ role: 'ask', options })
}

/** Takes orders to cluster DNS. */
export function dnsSocket(name: string): string {
  return join(labDirectory(name), 'dns.sock')
}

/** Names that the nodes' resolver knows. */
export function zoneFile(name: string): string {
  return join(labDirectory(name), 'zone.json')
}

function command(namespace: string, program: LabProgram): ServerCommand {
  return { namespace, argv: argvOf(program) }
}

function argvOf(program: LabProgram): string[] {
  return [process.execPath, labProcessFile, program.role, JSON.stringify(program.options)]
}
