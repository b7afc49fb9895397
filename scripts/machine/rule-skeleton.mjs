// The texts of a new rule's files; each says what to write in its place, and fails a test until that is done.

/** test/structure looks for it: a page that still has it is not finished. */
export const UNWRITTEN = `(to be ${'written'})`

export function ruleOf(name) {
  return `// ${UNWRITTEN}: one sentence on what is so when this rule fires.
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: '${name}',
  title: '${UNWRITTEN}: one line for lists, what is so',
  stage: 5,
  inputs: ['connections'],
  explain: (failing) => {
    const { reason, at } = failing.verdict
    // ${UNWRITTEN}: the reason that this rule explains (src/model/path.ts has all of them).
    if (reason.kind !== 'too-many-ways') return null
    return {
      message: \`\${opening(failing)}: what was found, why it matters, what to do next.\`,
      evidence: [{ kind: 'route', text: 'the cause, as its own tool prints it' }],
      checks: [{ where: at.namespace ?? '', argv: ['ip', 'route', 'show'] }],
      fixes: [],
    }
  },
})
`
}

export function testOf(name) {
  return `// Holds rule ${name} to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, factsByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const noRoute = { kind: 'no-route', destination: '192.168.50.20', family: 4 } as const

test('fires where ${UNWRITTEN}', () => {
  const path = pathByHand(verdictByHand('unreachable', 5, 'node-1', noRoute), 'ENETUNREACH')
  const found = runRule(rule, factsByHand([connectionByHand([path])]))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toEqual([
    { id: '${name}/shop/db/5432', at: { stage: 5, namespace: 'node-1' }, message: '${UNWRITTEN}' },
  ])
})
`
}

export function pageOf(name) {
  return `# ${name}

## What it means

${UNWRITTEN}: what is so, and what a client in a pod is told, with errno and delay.

## Example

${UNWRITTEN}: what doctor prints on this rule's fault.

## How to fix

${UNWRITTEN}: by intention, the least privilege first, and how to keep it that way.

## When it may be wrong

${UNWRITTEN}: what looks the same and is something else.
`
}

export function faultOf(name) {
  return `// ${UNWRITTEN}: how people bring this about.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: '${name}',
  summary: '${UNWRITTEN}: what is done to the network',
  finds: ['${name}'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'ENETUNREACH', delayMs: [0, 500] },
  inject: commands('node-1', []),
  mend: commands('node-1', []),
}
`
}

/** One that fires; the look-alike on which it stays silent is for its author to choose. */
export function casesOf(name, folder) {
  const fires = `{
  "title": "${UNWRITTEN}",
  "faults": ["${name}"],
  "finds": [
    {
      "rule": "${name}",
      "subject": "shop/files",
      "port": 80,
      "at": { "stage": 5, "namespace": "node-1" }
    }
  ],
  "client": {
    "from": "shop/web",
    "to": "files:80",
    "outcome": "ENETUNREACH",
    "delayMs": [0, 500]
  }
}
`
  return { [`${folder}/cases/fires-${name}.json`]: fires }
}
