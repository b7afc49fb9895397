// Thousands of made-up inputs: no parser throws and no rule gets lost.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { raw } from '../../test/parse/real-namespace.ts'
import { parseIptablesSave } from './iptables/parse-iptables-save.ts'
import { parseNftRuleset } from './nft/parse-nft-ruleset.ts'
import { parseNamespace } from './parse-namespace.ts'

const runs = { numRuns: 2000 }

/** As libxtables writes a word (xtables_save_string()). */
function quoted(text: string): string {
  return /^[\w.:/,+@=-]+$/.test(text) ? text : `"${text.replace(/(["\\'])/g, '\\$1')}"`
}

const word = fc.oneof(
  fc.constantFrom(
    ...[
      '-m',
      '-j',
      '-g',
      '!',
      '-s',
      '-d',
      '-i',
      '-o',
      '-p',
      '-f',
      '--dport',
      '--ctstate',
      '--comment',
      '--to-destination',
    ],
    ...[
      'tcp',
      'comment',
      'conntrack',
      'multiport',
      'statistic',
      'ACCEPT',
      'DNAT',
      'MARK',
      'CT',
      'TPROXY',
      'constructor',
      '__proto__',
    ],
    ...[
      '10.0.0.0/8',
      '80:90',
      '0x1/0xff',
      'NEW,DNAT',
      '[fd00::1]:80',
      '--set-xmark',
      '--mark',
      '--mode',
      'random',
      '--ports',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map(quoted),
)
const rule = fc.tuple(fc.constantFrom('INPUT', 'MINE', '"a b"', 'toString'), fc.array(word, { maxLength: 12 }))

describe('iptables-save', () => {
  it('gives as many rules as it has -A lines, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), fc.constantFrom(4, 6), (rules, family) => {
        const lines = rules.map(([chain, words]) => `-A ${[chain.replace(/\W/g, ''), ...words].join(' ')}`)
        const text = `*filter\n:INPUT ACCEPT [0:0]\n:MINE - [0:0]\n${lines.join('\n')}\nCOMMIT\n`
        const found = parseIptablesSave(text, 'iptables-nft', family).flatMap(({ chains }) =>
          chains.flatMap((chain) => chain.rules),
        )
        expect(found.map((one) => one.text).toSorted()).toEqual(lines.map((line) => line.trimEnd()).toSorted())
      }),
      runs,
    )
  })

  it('is never too strange to read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        parseIptablesSave(text, 'iptables-legacy', 4)
        parseIptablesSave(`*nat\n-A ${text}`, 'iptables-legacy', 6)
      }),
      runs,
    )
  })
})

const leaf = fc.oneof(
  fc.constantFrom(
    '@set',
    '*',
    'tcp',
    'ip',
    'saddr',
    'dport',
    '10.0.0.1',
    'fd00::1',
    'mark',
    'state',
    'syn',
    'eth*',
    null,
    true,
  ),
  fc.integer(),
  fc.string({ maxLength: 5 }),
)
const keys = fc.constantFrom(
  ...[
    'match',
    'left',
    'right',
    'op',
    'payload',
    'protocol',
    'field',
    'meta',
    'key',
    'ct',
    'dir',
    'fib',
    'flags',
    'result',
    'set',
  ],
  ...[
    'vmap',
    'data',
    'mangle',
    'value',
    'dnat',
    'addr',
    'port',
    'range',
    'prefix',
    'len',
    'concat',
    'elem',
    'val',
    'map',
    '&',
    '|',
  ],
  ...[
    'numgen',
    'mod',
    'reject',
    'type',
    'expr',
    'limit',
    'xt',
    'jump',
    'target',
    'stmt',
    'counter',
    'tcp option',
    '__proto__',
  ],
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

describe('nft', () => {
  it('has every rule of what it printed, whatever its statements are', () => {
    fc.assert(
      fc.property(fc.array(fc.array(tree, { maxLength: 4 }), { maxLength: 4 }), tree, (rules, strange) => {
        const place = { family: 'inet', table: 't' }
        const nftables = [
          { table: { family: 'inet', name: 't' } },
          { set: { ...place, name: 's', type: strange, elem: [strange, [strange, strange]] } },
          { map: { ...place, name: 'm', type: 'inet_service', map: 'verdict', elem: [[80, strange]] } },
          strange,
          ...rules.map((expr, index) => ({ rule: { ...place, chain: 'c', handle: index + 1, expr } })),
        ]
        const table = parseNftRuleset(JSON.stringify({ nftables })).find(({ name }) => name === 't')
        expect(table?.chains.find(({ name }) => name === 'c')?.rules.map(({ handle }) => handle) ?? []).toEqual(
          rules.map((_, index) => index + 1),
        )
      }),
      runs,
    )
  })

  it('is never too strange to read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        parseNftRuleset(text)
      }),
      runs,
    )
  })
})

describe('a namespace', () => {
  it('is read even when the tools print nonsense, and then says so', () => {
    const nonsense = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.json(),
      fc
        .array(
          fc.dictionary(
            fc.constantFrom('ifindex', 'ifname', 'dst', 'flags', 'linkinfo', 'priority', 'state'),
            fc.jsonValue(),
          ),
        )
        .map((list) => JSON.stringify(list)),
    )
    fc.assert(
      fc.property(fc.array(nonsense, { minLength: 6, maxLength: 6 }), nonsense, (lines, other) => {
        const output = { text: lines.join('\n'), error: null }
        const all = {
          ip4: output,
          ip6: output,
          bridge: output,
          ss: { text: other, error: null },
          nft: { text: other, error: null },
        }
        const { unread } = parseNamespace({ ...raw, ...all, sysctls: { text: other, error: null } })
        const isJson = lines.every((line) => line.startsWith('[{') || line === '[]')
        expect(isJson || unread.length > 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
