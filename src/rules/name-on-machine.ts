// Whether a machine that runs pods can resolve a name by itself: its hosts file has it, or its own resolver answers it.
import type { Evidence } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isLoopback, parseAddress } from '../trace/address.ts'
import { bareName } from './external-name.ts'

export interface NameOnMachine {
  readonly namespace: string
  readonly addresses: readonly string[]
  /** `node-1's /etc/hosts`, `node-1's own resolver`. */
  readonly source: string
  readonly evidence: Evidence
}

/** The first node, then the host. */
export function nameOnMachine(snapshot: Snapshot, name: string): NameOnMachine | null {
  const found = lookUp(snapshot, name)
  // Every machine has a name for itself, which means something else on each.
  const isItself = found?.addresses.some((text) => {
    const address = parseAddress(text)
    return address !== null && isLoopback(address)
  })
  return isItself ? null : found
}

function lookUp(snapshot: Snapshot, name: string): NameOnMachine | null {
  const machines = (['node', 'host'] as const).flatMap((role) => snapshot.namespaces.filter((one) => one.role === role))
  for (const machine of machines) {
    const lines = linesOf(machine.hosts, name)
    const [line] = lines
    if (line) {
      const addresses = lines.map((entry) => entry.address)
      const source = `/etc/hosts of ${machine.name}`
      return { namespace: machine.name, addresses, source, evidence: { kind: 'file', text: `${source}: ${line.text}` } }
    }
    const measured = snapshot.nameMeasurements.find(
      (one) => one.from === machine.name && bareName(one.name) === bareName(name) && one.outcome === 'resolved',
    )
    if (measured) {
      const source = `the resolver of ${machine.name}`
      const text = `${measured.name} on ${machine.name}: ${measured.addresses.join(' ')}`
      return { namespace: machine.name, addresses: measured.addresses, source, evidence: { kind: 'dns', text } }
    }
  }
  return null
}

function linesOf(hosts: string | null, name: string): { address: string; text: string }[] {
  return (hosts ?? '').split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return names.some((one) => bareName(one) === bareName(name))
      ? [{ address, text: line.trim().replace(/\s+/g, ' ') }]
      : []
  })
}
