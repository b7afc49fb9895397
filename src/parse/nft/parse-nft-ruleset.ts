// Parses `nft -j list ruleset` into tables of chains, rules, sets and maps.
import type { Chain, Hook, Rule, RulesetFamily, Table } from '../../model/ruleset.ts'
import {
  fieldOf,
  isObject,
  isSet,
  type JsonObject,
  listOf,
  numberOf,
  objectsOf,
  textOf,
  textsOf,
} from '../json-value.ts'
import type { Parsed } from '../parsed.ts'
import { isOfIptables } from './is-of-iptables.ts'
import { parseRule } from './parse-rule.ts'
import { parseSet } from './parse-set.ts'
import type { NftContext } from './rule-context.ts'

export function parseNftRuleset(json: string): Table[] {
  return [...readNftRuleset(json).facts]
}

/** `ofIptables`: the rules that iptables-nft wrote. */
export function readNftRuleset(json: string): Parsed<Table> & { readonly ofIptables: ReadonlySet<Rule> } {
  let printed: unknown
  try {
    printed = JSON.parse(json)
  } catch {
    return { facts: [], problems: ['nft: what it printed is no JSON'], ofIptables: new Set() }
  }
  const objects = isObject(printed) ? objectsOf(printed, 'nftables') : []
  const tables = new Map<string, PrintedTable>()
  for (const object of objects) gather(object, tables)
  const facts: Table[] = []
  const problems: string[] = []
  const ofIptables = new Set<Rule>()
  for (const table of tables.values()) {
    const flags = flagsOf(table.object)
    if (flags.includes('dormant')) continue
    // nft 1.0.6 prints the table's name where its flags belong (src/json.c table_print_json()); it may be dormant or not.
    if (flags.includes(table.name))
      problems.push(
        `nft: table ${table.family} ${table.name} has flags that this nft does not print; it may be dormant`,
      )
    else facts.push(tableOf(table, ofIptables))
  }
  return { facts, problems, ofIptables }
}

interface PrintedTable {
  readonly family: RulesetFamily
  readonly name: string
  object: JsonObject
  readonly chains: Map<string, { object: JsonObject; readonly rules: JsonObject[] }>
  readonly sets: JsonObject[]
  /** Named limits and quotas, by `KIND NAME`. */
  readonly over: Map<string, boolean>
}

/** Puts one object of the list where it belongs; rules come after the chains that they are in, but nothing relies on it. */
function gather(object: JsonObject, tables: Map<string, PrintedTable>): void {
  const [kind = ''] = Object.keys(object)
  const body = fieldOf(object, kind)
  if (!isObject(body)) return
  const family = textOf(body, 'family') ?? ''
  const name = textOf(body, kind === 'table' ? 'name' : 'table')
  if (!isFamily(family) || name === null) return
  const key = `${family} ${name}`
  const table: PrintedTable = tables.get(key) ?? {
    family,
    name,
    object: {},
    chains: new Map(),
    sets: [],
    over: new Map(),
  }
  tables.set(key, table)
  const chainOf = (chain: string) => {
    const found = table.chains.get(chain) ?? { object: {}, rules: [] as JsonObject[] }
    table.chains.set(chain, found)
    return found
  }
  if (kind === 'table') table.object = body
  else if (kind === 'chain') chainOf(textOf(body, 'name') ?? '').object = body
  else if (kind === 'rule') chainOf(textOf(body, 'chain') ?? '').rules.push(body)
  else if (kind === 'set' || kind === 'map' || kind === 'meter') table.sets.push(body)
  else if (kind === 'limit' || kind === 'quota') table.over.set(`${kind} ${textOf(body, 'name')}`, isSet(body, 'inv'))
}

const families: readonly string[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'] satisfies RulesetFamily[]

function isFamily(text: string): text is RulesetFamily {
  return families.includes(text)
}

function flagsOf(object: JsonObject): readonly string[] {
  const flags = fieldOf(object, 'flags')
  return typeof flags === 'string' ? [flags] : textsOf(object, 'flags')
}

function tableOf({ family, name, chains, sets, over }: PrintedTable, ofIptables: Set<Rule>): Table {
  const context: NftContext = { family, overOf: (kind, limit) => over.get(`${kind} ${limit}`) ?? null }
  const filled = new Set([...chains.values()].flatMap(({ rules }) => rules.flatMap(filledSets)))
  return {
    family,
    name,
    chains: [...chains].map(([chain, { object, rules }]) => ({
      name: chain,
      base: baseOf(object),
      rules: rules.map((printed, index) => {
        const rule = parseRule(printed, index + 1, context)
        if (isOfIptables(printed)) ofIptables.add(rule)
        return rule
      }),
    })),
    sets: sets.map((set) => {
      const setName = textOf(set, 'name') ?? ''
      // nft 1.0.6 does not print the flag `dynamic` as JSON; that a rule fills the set says the same.
      return parseSet(set, setName, filled.has(setName) || flagsOf(set).includes('dynamic'))
    }),
  }
}

/** Names of the sets that a rule adds to. */
function filledSets(rule: JsonObject): string[] {
  return listOf(rule, 'expr').flatMap((json) => {
    const body = isObject(json) ? fieldOf(json, 'set') : undefined
    const set = isObject(body) ? textOf(body, 'set') : null
    return set === null ? [] : [set.replace(/^@/, '')]
  })
}

const hooks: readonly string[] = [
  'prerouting',
  'input',
  'forward',
  'output',
  'postrouting',
  'ingress',
  'egress',
] satisfies Hook[]

function baseOf(chain: JsonObject): Chain['base'] {
  const hook = textOf(chain, 'hook')
  if (hook === null || !isHook(hook)) return null
  const type = textOf(chain, 'type')
  return {
    hook,
    type: type === 'nat' || type === 'route' ? type : 'filter',
    priority: numberOf(chain, 'prio') ?? 0,
    policy: textOf(chain, 'policy') === 'drop' ? 'drop' : 'accept',
    device: textOf(chain, 'dev'),
  }
}

function isHook(text: string): text is Hook {
  return hooks.includes(text)
}
