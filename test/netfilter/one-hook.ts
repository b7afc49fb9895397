// One packet at one hook of one namespace, with rules written as the tools print them: what netfilter answers and writes down.

import type { Namespace, Unread } from '../../src/model/namespace.ts'
import type { Assumption, Step } from '../../src/model/path.ts'
import type { Ruleset, Table } from '../../src/model/ruleset.ts'
import type { FactId } from '../../src/model/snapshot.ts'
import { parseIptablesSave } from '../../src/parse/iptables/parse-iptables-save.ts'
import { parseNftRuleset } from '../../src/parse/nft/parse-nft-ruleset.ts'
import { compileNetfilter } from '../../src/trace/netfilter/compile-netfilter.ts'
import { ConnectionTable } from '../../src/trace/netfilter/connection-table.ts'
import type { HookResult, Passage } from '../../src/trace/netfilter/passage.ts'
import { type NetworkHook, runHook } from '../../src/trace/netfilter/run-hook.ts'
import type { PacketState } from '../../src/trace/packet-state.ts'

export const syn: PacketState = {
  ...{
    family: 4,
    protocol: 'tcp',
    source: '10.1.0.2',
    sourcePort: 40001,
    destination: '10.2.0.2',
    destinationPort: 8000,
  },
  ...{ tcpFlags: 'syn', icmp: null, ttl: 64, mark: 0, tos: 0, lengthBytes: 60, frame: null },
}

export function answerTo(packet: PacketState): PacketState {
  const { source, sourcePort, destination, destinationPort } = packet
  return {
    ...packet,
    ...{ source: destination, sourcePort: destinationPort, destination: source, destinationPort: sourcePort },
    tcpFlags: packet.protocol === 'tcp' ? 'syn-ack' : null,
  }
}

/** Lines of one table of iptables-save, `:CHAIN POLICY` first. */
export function iptables(table: string, ...lines: readonly string[]): Ruleset {
  const text = `*${table}\n${lines.join('\n')}\nCOMMIT\n`
  return { backend: 'iptables-nft', tables: parseIptablesSave(text, 'iptables-nft', 4) }
}

/** Objects of `nft -j list ruleset`. */
export function nftables(...objects: readonly object[]): Ruleset {
  return { backend: 'nft', tables: parseNftRuleset(JSON.stringify({ nftables: objects })) }
}

export function tables(...listed: readonly Table[]): Ruleset {
  return { backend: 'nft', tables: listed }
}

export function namespaceWith(rulesets: readonly Ruleset[], unread: readonly Unread[] = []): Namespace {
  return {
    ...{
      name: 'node',
      role: 'node',
      node: null,
      links: [],
      routes: [],
      policyRules: [],
      neighbours: [],
      forwarding: [],
    },
    ...{ sockets: [], sysctls: {}, resolvConf: null, hosts: null, rulesets, unread },
  }
}

export interface Written {
  readonly result: HookResult
  readonly packet: PacketState
  readonly passage: Passage
  /** Netfilter steps as `FACT VERDICT`, translations as `nat FACT SOURCE > DESTINATION`. */
  readonly steps: readonly string[]
  readonly reads: readonly FactId[]
  readonly assumptions: readonly Assumption[]
  readonly choices: readonly (readonly number[])[]
}

export interface Asked {
  readonly hook?: NetworkHook
  readonly mended?: readonly string[]
  /** Which way to take at each choice; the first, where none is said. */
  readonly ways?: readonly number[]
  readonly passage?: Partial<Passage>
}

export function passHook(
  rulesets: readonly Ruleset[] | Namespace,
  packet: PacketState = syn,
  { hook = 'forward', mended = [], ways = [], passage: changes = {} }: Asked = {},
): Written {
  const namespace = 'name' in rulesets ? rulesets : namespaceWith(rulesets)
  const noted = recorder(mended, ways)
  const passage: Passage = {
    ...{ namespace: namespace.name, packet: { ...packet }, incomingLink: 'c0', outgoingLink: 's0', bridged: null },
    ...{ fromLocalProcess: false, tracking: null, zone: 0, connections: new ConnectionTable(), environment },
    recorder: noted.recorder,
    ...changes,
  }
  const result = runHook(compileNetfilter(namespace), hook, passage)
  return { result, packet: passage.packet, passage, ...noted }
}

export function recorder(mended: readonly string[] = [], ways: readonly number[] = []) {
  const steps: string[] = []
  const reads: FactId[] = []
  const assumptions: Assumption[] = []
  const choices: (readonly number[])[] = []
  return {
    ...{ steps, reads, assumptions, choices },
    recorder: {
      step: (step: Step) => void steps.push(textOf(step)),
      read: (fact: FactId) => void reads.push(fact),
      assume: (assumption: Assumption) => void assumptions.push(assumption),
      choose: (_fact: FactId, shares: readonly number[]) => {
        choices.push(shares)
        return ways[choices.length - 1] ?? 0
      },
      isMended: (key: string) => mended.includes(key),
    },
  }
}

function textOf(step: Step): string {
  if (step.kind === 'netfilter') return `${step.fact} ${step.verdict}`
  if (step.kind !== 'nat') return step.kind
  const { source, sourcePort, destination, destinationPort } = step.after
  return `nat ${step.fact} ${source}:${sourcePort} > ${destination}:${destinationPort}`
}

const environment: Passage['environment'] = {
  addressType: (address) => (address === '10.1.0.1' || address === '10.2.0.1' ? 'local' : 'unicast'),
  masqueradeAddress: (link) => (link === 's0' ? '10.2.0.1' : null),
  linkAddress: (link) => (link === 'c0' ? '10.1.0.1' : null),
  linkKind: () => 'veth',
  wayBackLink: (address) => (address.startsWith('10.1.') ? 'c0' : null),
}
