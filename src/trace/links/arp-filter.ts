// Whether a namespace has rules that may stop ARP itself (arptables, nft tables of family arp): they are not followed.
import type { Rule } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import type { NamespaceModel } from '../compile.ts'

export interface ArpFilter {
  readonly rule: FactId
  readonly text: string
}

/** The first rule or policy that may; null when all that there is lets everything through. */
export function findArpFilter({ name, facts }: NamespaceModel): ArpFilter | null {
  for (const { backend, tables } of facts.rulesets) {
    for (const table of tables.filter((one) => one.family === 'arp')) {
      for (const chain of table.chains) {
        const at = `${backend}/arp/${table.name}/${chain.name}`
        const stopping = chain.rules.find(mayStop)
        if (stopping) return { rule: `${name}#rule/${at}/${stopping.number}`, text: stopping.text }
        if (chain.base?.policy === 'drop') return { rule: `${name}#chain/${at}`, text: 'policy drop' }
      }
    }
  }
  return null
}

function mayStop({ statements }: Rule): boolean {
  return statements.some((statement) => {
    if (statement.kind === 'unsupported' || statement.kind === 'verdict-map') return true
    return statement.kind === 'verdict' && ['drop', 'queue'].includes(statement.verdict.kind)
  })
}
