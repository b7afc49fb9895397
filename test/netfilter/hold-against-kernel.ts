// Tries rules on a real gateway: each case sets them, dials through it, and asks the model the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGateway } from './follow-gateway.ts'
import { Gateway, type GatewayFlow } from './gateway.ts'

/** What is true, the shell script that sets the rules, and each dial with what the client must see of it.
 *  `tcp 10.2.0.2:8000` is dialled by the client, `gateway: tcp …` by the gateway itself. Ways that the rules choose among
 *  by chance are joined by ` or `; the kernel must show each of them. Two texts: what the model says differs, as it cannot know. */
export type Case = readonly [fact: string, rules: string, dials: Readonly<Record<string, Expected>>]
type Expected = string | readonly [kernel: string, model: string]

/** Enough that a way taken every other time is not missed: 2 × 0.5^24 is one in eight million. */
const triesByChance = 24

/** Silence is waited for a short while, as answers between namespaces take under a millisecond; an answer is given time on a busy machine. */
const silenceMs = 500
const answerMs = 5_000

export function holdAgainstKernel(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    let gateway: Gateway
    beforeAll(async () => {
      gateway = await Gateway.raise()
    })
    afterAll(() => gateway.takeDown())

    it.each(cases)('%s', async (_fact, rules, dials) => {
      const read = gateway.apply(rules)
      const expected = Object.entries(dials).map(([text, outcome]) => {
        const [kernel, model] = typeof outcome === 'string' ? [outcome, outcome] : outcome
        return { text, kernel, model, flow: flowOf(text, kernel) }
      })
      const followed = expected.map(({ flow }) => followGateway(read, flow).outcomes.join(' or '))
      const seen = await Promise.all(expected.map(({ flow, kernel }) => dialled(gateway, flow, kernel)))
      const table = (outcomes: readonly (string | undefined)[]) =>
        expected.map(({ text }, row) => `${text}: ${outcomes[row]}`)
      expect(table(seen), 'the kernel').toEqual(table(expected.map(({ kernel }) => kernel)))
      expect(table(followed), 'the model').toEqual(table(expected.map(({ model }) => model)))
    })
  })
}

/** nft wants each closing brace on a line of its own. */
export function nft(ruleset: string): string {
  return `nft -f - <<'EOF'\n${ruleset.replaceAll('} }', '}\n}')}\nEOF`
}

let sourcePort = 20_000

function flowOf(text: string, outcome: string): GatewayFlow {
  const parts = /^(gateway: )?(tcp|udp) (?:\[(.+)\]|([\d.]+)):(\d+)$/.exec(text)
  const [, from, protocol, bracketed, plain, port] = parts ?? []
  if (!port) throw new Error(`no flow: ${text}`)
  return {
    from: from ? 'gateway' : 'client',
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    destination: bracketed ?? plain ?? '',
    destinationPort: Number(port),
    sourcePort: nextSourcePort(),
    waitMs: outcome.includes('timeout') ? silenceMs : answerMs,
  }
}

/** Each dial has a port of its own, so that no tracked connection is met again. */
function nextSourcePort(): number {
  sourcePort += 1
  return sourcePort
}

async function dialled(gateway: Gateway, flow: GatewayFlow, expected: string): Promise<string> {
  const times = expected.includes(' or ') ? triesByChance : 1
  const flows = Array.from({ length: times }, (_, index) =>
    index === 0 ? flow : { ...flow, sourcePort: nextSourcePort() },
  )
  const outcomes = await Promise.all(flows.map(async (one) => withoutPort(await gateway.dial(one), one)))
  return [...new Set(outcomes)].sort().join(' or ')
}

/** A greeting ends in the port that the server saw; it is only worth a word where it is not the client's own. */
function withoutPort(said: string, flow: GatewayFlow): string {
  const [who, address, port, from, fromPort] = said.split(' ')
  if (fromPort === undefined) return said
  return `${who} ${address} ${port} from ${from}${Number(fromPort) === flow.sourcePort ? '' : ' by another port'}`
}
