// From what stands on a node to what should: the input of `iptables-restore --noflush` that kube-proxy's sync would write.
import type { ProxyRules, ProxyTable } from './render-rules.ts'

/** @param saved what iptables-save prints there; empty for a new namespace. */
export function planSync(saved: string, wanted: ProxyRules): string {
  return (['nat', 'filter'] as const).map((table) => planTable(table, tableText(saved, table), wanted)).join('')
}

/** Rules and chains that kube-proxy would have to write again. */
export function missingFrom(saved: string, wanted: ProxyRules): string[] {
  return (['nat', 'filter'] as const).flatMap((table) => {
    const text = tableText(saved, table)
    return [
      ...wanted.chains[table].filter((chain) => !text.includes(`\n:${chain} `)).map((chain) => `${table} ${chain}`),
      ...missingJumps(table, text, wanted).map((jump) => `${table} ${jump.chain} ${jump.rule}`),
    ]
  })
}

function planTable(table: ProxyTable, text: string, wanted: ProxyRules): string {
  const stale = serviceChains(text).filter((chain) => !wanted.chains[table].includes(chain))
  return [
    `*${table}`,
    ...[...wanted.chains[table], ...stale].map((chain) => `:${chain} - [0:0]`),
    // Inserted at the top one after the other: the last one stands first.
    ...missingJumps(table, text, wanted)
      .toReversed()
      .map((jump) => `-I ${jump.chain} ${jump.rule}`),
    ...wanted.rules[table],
    ...stale.map((chain) => `-X ${chain}`),
    'COMMIT',
    '',
  ].join('\n')
}

function missingJumps(table: ProxyTable, text: string, wanted: ProxyRules): ProxyRules['jumps'] {
  return wanted.jumps.filter((jump) => jump.table === table && !text.includes(`\n-A ${jump.chain} ${jump.rule}\n`))
}

/** The chains of one Service or endpoint: what goes when they go. */
function serviceChains(text: string): string[] {
  return Array.from(text.matchAll(/^:(KUBE-(?:SVC|SVL|EXT|SEP)-[A-Z2-7]{16}) /gm), (match) => match[1] ?? '')
}

function tableText(saved: string, table: ProxyTable): string {
  const start = saved.indexOf(`*${table}\n`)
  return start < 0 ? '' : saved.slice(start, saved.indexOf('\nCOMMIT', start) + 1)
}
