// Says one step of a packet's way as the kernel's own tools print it.
import type { PacketSummary } from '../model/packet.ts'
import type { Step } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { hostPort } from './reason-text.ts'

export function stepText(snapshot: Snapshot, step: Step): string {
  switch (step.kind) {
    case 'policy-rule':
      return factText(snapshot, step.fact)
    case 'route':
      return step.fact === null ? `no route to ${step.destination}` : factText(snapshot, step.fact)
    case 'neighbour':
      return neighbourText(snapshot, step)
    case 'bridge':
      return `bridge ${step.bridge}: ${step.fromPort ?? step.bridge} -> ${step.toPort ?? step.bridge}`
    case 'netfilter':
      return factText(snapshot, step.fact)
    case 'nat':
      return `${packetText(step.before)} becomes ${packetText(step.after)}`
    case 'encapsulate':
      return `into UDP ${packetText(step.outer)}`
    case 'decapsulate':
      return `out of UDP ${packetText(step.outer)}`
    case 'check':
      return `${step.check}: ${step.passed ? 'passed' : 'failed'}${step.fact === null ? '' : ` (${factText(snapshot, step.fact)})`}`
    case 'socket':
      return step.fact === null ? `no socket for ${hostPort(step.address, step.port)}` : factText(snapshot, step.fact)
    case 'cross':
      return `${step.link} -> ${step.toNamespace} ${step.toLink}`
    default:
      return step satisfies never
  }
}

export function packetText(packet: PacketSummary): string {
  const { source, sourcePort, destination, destinationPort } = packet
  return `${hostPort(source, sourcePort)} > ${hostPort(destination, destinationPort)}`
}

function neighbourText(snapshot: Snapshot, step: Extract<Step, { kind: 'neighbour' }>): string {
  if (step.fact !== null) return factText(snapshot, step.fact)
  if (step.macAddress === null) return `${step.address} dev ${step.link} FAILED`
  return `${step.address} dev ${step.link} lladdr ${step.macAddress}`
}
