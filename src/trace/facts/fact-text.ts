// Says a fact as the tool that shows it prints it: `ip route`, `ss`, `iptables -S`, `sysctl`.
import type { FactId, Snapshot } from '../../model/snapshot.ts'
import {
  findForwarding,
  findLink,
  findNamespace,
  findNeighbour,
  findPolicyRule,
  findRoute,
  findRule,
  findSocket,
  findUnread,
  type RulePlace,
} from './find-fact.ts'
import { parseFactId } from './parse-fact-id.ts'

export function factText(snapshot: Snapshot, id: FactId): string {
  const name = parseFactId(id)
  if (!name.present) return `no ${name.group} ${name.key}`
  return textOf(snapshot, id) ?? `${name.group} ${name.key}`
}

function textOf(snapshot: Snapshot, id: FactId): string | null {
  const { namespace, group, key } = parseFactId(id)
  switch (group) {
    case 'route':
      return findRoute(snapshot, id)?.text ?? null
    case 'policy-rule':
      return findPolicyRule(snapshot, id)?.text ?? null
    case 'neighbour':
      return findNeighbour(snapshot, id)?.text ?? null
    case 'forwarding':
      return findForwarding(snapshot, id)?.text ?? null
    case 'socket':
      return findSocket(snapshot, id)?.text ?? null
    case 'unread':
      return findUnread(snapshot, id)?.why ?? null
    case 'link':
      return linkText(snapshot, id)
    case 'sysctl': {
      const value = findNamespace(snapshot, namespace)?.sysctls[key]
      return value === undefined ? null : `${key} = ${value}`
    }
    case 'rule':
    case 'chain': {
      const place = findRule(snapshot, id)
      return place ? ruleText(place) : null
    }
    case 'object': {
      const [kind = '', ...rest] = key.split('/')
      return `${kind} ${rest.join('/')}`
    }
    default:
      return null
  }
}

/** iptables as `iptables -S` has it, with `-t` for any table but filter; nft with the chain before the rule. */
function ruleText({ backend, family, table, chain, rule }: RulePlace): string {
  if (backend === 'nft')
    return `${family} ${table} ${chain.name}: ${rule ? rule.text : `policy ${chain.base?.policy ?? 'accept'}`}`
  const text = rule ? rule.text : `-P ${chain.name} ${(chain.base?.policy ?? 'accept').toUpperCase()}`
  return table === 'filter' ? text : `-t ${table} ${text}`
}

function linkText(snapshot: Snapshot, id: FactId): string | null {
  const link = findLink(snapshot, id)
  if (!link) return null
  const flags = [link.up ? 'UP' : null, link.carrier ? 'LOWER_UP' : null, link.noArp ? 'NOARP' : null].filter(
    (flag) => flag !== null,
  )
  const master = link.master ? ` master ${link.master}` : ''
  return `${link.index}: ${link.name}: <${flags.join(',')}> mtu ${link.mtuBytes}${master} state ${link.up && link.carrier ? 'UP' : 'DOWN'}`
}
