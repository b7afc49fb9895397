// Parses `-m NAME …`: the match of that name, or, when anything in it is not known, an unsupported one with its text.
import type { Statement } from '../../model/ruleset.ts'
import { addrtype } from './matches/addrtype.ts'
import { conntrack, state } from './matches/conntrack.ts'
import { devgroup, physdev } from './matches/devices.ts'
import { dscp, hopLimit, length, macSource, packetType } from './matches/header.ts'
import { icmp } from './matches/icmp.ts'
import { connlimit, hashlimit, limit, quota } from './matches/limits.ts'
import { connmark, mark } from './matches/mark.ts'
import type { MatchParser } from './matches/match-parser.ts'
import { owner } from './matches/owner.ts'
import { ipRange, multiport, ports } from './matches/ports.ts'
import { recent } from './matches/recent.ts'
import { rpfilter } from './matches/rpfilter.ts'
import { ipset } from './matches/set.ts'
import { socket } from './matches/socket.ts'
import { statistic } from './matches/statistic.ts'
import { tcp } from './matches/tcp.ts'
import type { RuleContext } from './rule-context.ts'
import { groupOptions, rawText } from './rule-option.ts'
import type { Token } from './tokenize-rule.ts'

export function parseMatchModule(tokens: readonly Token[], context: RuleContext): Statement[] {
  const [, name, ...rest] = tokens
  const text = rawText(tokens)
  const options = groupOptions(rest)
  const parse = modules.get(name?.text ?? '')
  const matches = options && parse ? parse(options, context, text) : null
  return (matches ?? [{ kind: 'unsupported', text } as const]).map((match) => ({ kind: 'match', match }))
}

const modules: ReadonlyMap<string, MatchParser> = new Map([
  ['addrtype', addrtype],
  ['connlimit', connlimit],
  ['connmark', connmark],
  ['conntrack', conntrack],
  ['dccp', ports],
  ['devgroup', devgroup],
  ['dscp', dscp],
  ['hashlimit', hashlimit],
  ['hl', hopLimit],
  ['icmp', icmp],
  ['icmp6', icmp],
  ['iprange', ipRange],
  ['length', length],
  ['limit', limit],
  ['mac', macSource],
  ['mark', mark],
  ['multiport', multiport],
  ['owner', owner],
  ['physdev', physdev],
  ['pkttype', packetType],
  ['quota', quota],
  ['recent', recent],
  ['rpfilter', rpfilter],
  ['sctp', ports],
  ['set', ipset],
  ['socket', socket],
  ['state', state],
  ['statistic', statistic],
  ['tcp', tcp],
  ['ttl', hopLimit],
  ['udp', ports],
  ['udplite', ports],
])
