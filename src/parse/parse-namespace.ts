// Turns what the kernel's own tools printed in one namespace into the model's Namespace.
import type { FactGroup, Namespace, Unread } from '../model/namespace.ts'
import type { Family } from '../model/packet.ts'
import { parseForwarding } from './ip/parse-forwarding.ts'
import { parseLinks } from './ip/parse-links.ts'
import { parseNeighbours } from './ip/parse-neighbours.ts'
import { parsePolicyRules } from './ip/parse-policy-rules.ts'
import { parseRoutes } from './ip/parse-routes.ts'
import { readBatch } from './ip/read-batch.ts'
import type { JsonObject } from './json-value.ts'
import { parseRulesets } from './parse-rulesets.ts'
import type { Parsed } from './parsed.ts'
import { parseSysctls } from './proc/parse-sysctls.ts'
import { BRIDGE_COMMANDS, IP_COMMANDS, type RawNamespace, type ToolOutput } from './raw-namespace.ts'
import { parseSockets } from './ss/parse-sockets.ts'

export function parseNamespace(raw: RawNamespace): Namespace {
  const unread: Unread[] = []
  const miss = (what: FactGroup, family: Family | null, why: string) => unread.push({ what, family, why })
  const keep = <Fact>(what: FactGroup, family: Family | null, parsed: Parsed<Fact>): readonly Fact[] => {
    for (const problem of parsed.problems) miss(what, family, problem)
    return parsed.facts
  }

  const ip4 = readIp(raw.ip4, 4, miss)
  const ip6 = readIp(raw.ip6, 6, miss)
  const [ports, fdb] = readBatch(raw.bridge, BRIDGE_COMMANDS)
  if (!fdb) miss('forwarding', null, failure('bridge', raw.bridge))
  // Both runs print all links; the later one is only needed when the first printed none.
  const links = keep(
    'links',
    null,
    parseLinks({
      namespace: raw.name,
      links: ip4.links ?? ip6.links ?? [],
      addresses4: ip4.addresses ?? [],
      addresses6: ip6.addresses ?? [],
      ports: ports ?? [],
      netnsIds: raw.netnsIds,
    }),
  )
  const bothFamilies = <Fact>(what: FactGroup, parse: (family: Family, ip: IpOutput) => Parsed<Fact>) => [
    ...keep(what, 4, parse(4, ip4)),
    ...keep(what, 6, parse(6, ip6)),
  ]
  const { rulesets, unread: unreadRulesets } = parseRulesets(raw)
  unread.push(...unreadRulesets)
  if (raw.ss.error !== null || raw.ss.text === null) miss('sockets', null, failure('ss', raw.ss))
  // grep also fails because some files there can only be written: that is no loss.
  if ((raw.sysctls.text ?? '').trim() === '') miss('sysctls', null, failure('sysctls', raw.sysctls))
  if (raw.resolvConf.error !== null) miss('resolv.conf', null, raw.resolvConf.error)
  if (raw.hosts.error !== null) miss('hosts', null, raw.hosts.error)
  return {
    name: raw.name,
    role: raw.role,
    node: raw.node,
    links,
    routes: bothFamilies('routes', (family, ip) => parseRoutes(family, ip.routes ?? [])),
    policyRules: bothFamilies('policy-rules', (family, ip) => parsePolicyRules(family, ip.rules ?? [])),
    neighbours: bothFamilies('neighbours', (family, ip) =>
      parseNeighbours(family, [...(ip.neighbours ?? []), ...(ip.proxies ?? [])]),
    ),
    forwarding: keep('forwarding', null, parseForwarding(fdb ?? [])),
    rulesets,
    sockets: keep('sockets', null, parseSockets(raw.ss.text ?? '')),
    sysctls: parseSysctls(raw.sysctls.text ?? ''),
    resolvConf: raw.resolvConf.text,
    hosts: raw.hosts.text,
    unread,
  }
}

type Printed = readonly JsonObject[] | null

interface IpOutput {
  readonly links: Printed
  readonly addresses: Printed
  readonly routes: Printed
  readonly rules: Printed
  readonly neighbours: Printed
  readonly proxies: Printed
}

function readIp(
  output: ToolOutput,
  family: Family,
  miss: (what: FactGroup, family: Family, why: string) => void,
): IpOutput {
  const [links = null, addresses = null, routes = null, rules = null, neighbours = null, proxies = null] = readBatch(
    output,
    IP_COMMANDS,
  )
  const why = failure(`ip -${family}`, output)
  if (!links || !addresses) miss('links', family, why)
  if (!routes) miss('routes', family, why)
  if (!rules) miss('policy-rules', family, why)
  if (!neighbours || !proxies) miss('neighbours', family, why)
  return { links, addresses, routes, rules, neighbours, proxies }
}

function failure(tool: string, output: ToolOutput): string {
  const words = (output.error ?? '').trim()
  return `${tool}: ${words === '' ? 'it printed less than it was asked for' : words}`
}
