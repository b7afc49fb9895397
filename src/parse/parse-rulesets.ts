// Parses the rules that nft, iptables-nft and iptables-legacy print, each table from the one tool that shows it best.
import type { Unread } from '../model/namespace.ts'
import type { Family } from '../model/packet.ts'
import type { Ruleset, Table } from '../model/ruleset.ts'
import { parseIptablesSave } from './iptables/parse-iptables-save.ts'
import { joinTables } from './join-tables.ts'
import { readNftRuleset } from './nft/parse-nft-ruleset.ts'
import type { RawNamespace, ToolOutput } from './raw-namespace.ts'

type RawRulesets = Pick<RawNamespace, 'nft' | 'iptablesNft4' | 'iptablesNft6' | 'iptablesLegacy4' | 'iptablesLegacy6'>

/** One ruleset a backend that could be read, and what could not be. */
export function parseRulesets(raw: RawRulesets): {
  readonly rulesets: readonly Ruleset[]
  readonly unread: readonly Unread[]
} {
  const rulesets: Ruleset[] = []
  const unread: Unread[] = []
  const nft = raw.nft.error === null && raw.nft.text !== null ? readNftRuleset(raw.nft.text) : null
  for (const why of nft?.problems ?? []) unread.push({ what: 'nft', family: null, why })
  if (!nft) unread.push({ what: 'nft', family: null, why: failure('nft', raw.nft) })

  const printed = families.flatMap(([family, four]) => {
    const output = four ? raw.iptablesNft4 : raw.iptablesNft6
    const { tables, why } = readIptablesNft(output, family)
    // nft shows every table of iptables-nft too, if less of it: only without nft is one missing.
    if (why !== null && !nft) unread.push({ what: 'iptables-nft', family, why })
    return tables
  })
  const joined = printed.map((saved) => {
    const shown = nft?.facts.find((table) => tableKey(table) === tableKey(saved))
    return nft && shown ? joinTables(saved, shown, nft.ofIptables) : { backend: 'iptables-nft' as const, table: saved }
  })
  const tablesOf = (backend: Ruleset['backend']) =>
    joined.filter((one) => one.backend === backend).map(({ table }) => table)
  const taken = new Set(printed.map(tableKey))
  if (nft) {
    const others = nft.facts.filter((table) => !taken.has(tableKey(table)))
    rulesets.push({ backend: 'nft', tables: [...others, ...tablesOf('nft')] })
  }
  rulesets.push({ backend: 'iptables-nft', tables: tablesOf('iptables-nft') })

  const legacy = families.flatMap(([family, four]) => {
    const output = four ? raw.iptablesLegacy4 : raw.iptablesLegacy6
    if (output.error !== null || output.text === null)
      unread.push({ what: 'iptables-legacy', family, why: failure('iptables-legacy', output) })
    return parseIptablesSave(output.text ?? '', 'iptables-legacy', family)
  })
  rulesets.push({ backend: 'iptables-legacy', tables: legacy })
  return { rulesets, unread }
}

const families: readonly (readonly [Family, boolean])[] = [
  [4, true],
  [6, false],
]

/** The tables that iptables-nft-save printed to the end and understands whole; `why` is set when there are others. */
function readIptablesNft(
  output: ToolOutput,
  family: Family,
): { readonly tables: readonly Table[]; readonly why: string | null } {
  const text = output.text ?? ''
  // "# Table `filter' is incompatible, use 'nft' tool.", "# Table `filter' contains incompatible base-chains, use …"
  const foreign = [...`${text}\n${output.error ?? ''}`.matchAll(/^# Table `(.*?)' .*incompatible.*$/gm)]
  const names = new Set(foreign.map(([, name]) => name))
  // It stops in the middle of a table at a rule that it cannot print.
  const complete = text.slice(0, text.lastIndexOf('\nCOMMIT') + 1)
  const tables = parseIptablesSave(complete, 'iptables-nft', family).filter(({ name }) => !names.has(name))
  const failed = output.error !== null || output.text === null ? failure('iptables-nft', output) : null
  return { tables, why: failed ?? foreign[0]?.[0] ?? null }
}

function tableKey(table: Table): string {
  return `${table.family} ${table.name}`
}

function failure(tool: string, output: ToolOutput): string {
  const words = (output.error ?? '').trim()
  return `${tool}: ${words === '' ? 'it could not be run' : words}`
}
