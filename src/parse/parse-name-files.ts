// Reads the files of a snapshot that decide how names are resolved: every resolv.conf and hosts file, and the Corefile.
import type { Corefile, NameFiles } from '../model/name-files.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { CorefileError, parseCorefile } from './parse-corefile.ts'
import { parseHosts } from './parse-hosts.ts'
import { parseResolvConf } from './parse-resolv-conf.ts'

export function parseNameFiles(snapshot: Snapshot): NameFiles {
  return {
    resolvConf: textsOf(snapshot, 'resolvConf', parseResolvConf),
    hosts: textsOf(snapshot, 'hosts', parseHosts),
    corefile: corefileOf(snapshot),
  }
}

function textsOf<Parsed>(snapshot: Snapshot, field: 'resolvConf' | 'hosts', parse: (text: string) => Parsed) {
  const parsed = new Map<string, Parsed>()
  for (const namespace of snapshot.namespaces) {
    const text = namespace[field]
    if (text !== null) parsed.set(namespace.name, parse(text))
  }
  return parsed
}

function corefileOf(snapshot: Snapshot): Corefile | { readonly unreadable: string } | null {
  const config = snapshot.kubernetes.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name === 'coredns',
  )
  const text = (config?.data as { readonly Corefile?: unknown } | undefined)?.Corefile
  if (typeof text !== 'string') return null
  try {
    return parseCorefile(text)
  } catch (error) {
    if (error instanceof CorefileError) return { unreadable: error.message }
    throw error
  }
}
