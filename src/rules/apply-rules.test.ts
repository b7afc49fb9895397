// Holds the frame of the rules: one finding a cause, symptoms left out, the order in which a packet meets them.
import { expect, test } from 'vitest'
import { factsByHand } from '../../test/rules/facts-by-hand.ts'
import { applyRules } from './apply-rules.ts'
import { findingAbout } from './finding-about.ts'
import type { Found, Rule } from './rule.ts'

const facts = factsByHand([])

function ruleNamed(name: string, findings: readonly Partial<Found>[], more: Partial<Rule> = {}): Rule {
  const rule = { name, title: '', stage: 7 as const, severity: 'error' as const, inputs: [], dependsOn: [], ...more }
  const subject = { kind: 'Service', namespace: 'shop', name: 'db', port: 5432 }
  const at = { stage: rule.stage, namespace: 'host' }
  const plain = findingAbout({ rule, subject, at, message: `${name}.`, evidence: [] })
  return { ...rule, find: () => findings.map((finding) => ({ ...plain, ...finding })) }
}

const web = { from: 'shop/web', node: 'node-1' }
const api = { from: 'shop/api', node: 'node-2' }

test('findings of one id become one, with all clients, evidence and actions', () => {
  const fix = (where: string) => ({
    title: 'Set it',
    reversible: true,
    widens: [],
    actions: [{ kind: 'exec' as const, where, argv: ['true'] }],
  })
  const on = (node: string, client: typeof web): Partial<Found> => ({
    at: { stage: 5, namespace: node },
    affects: [client],
    evidence: [{ kind: 'route', text: `${node} has no default route` }],
    fixes: [fix(node)],
  })
  const [finding, ...others] = applyRules(facts, [ruleNamed('a', [on('node-1', web), on('node-2', api)])])
  expect(others).toEqual([])
  expect(finding).toEqual({
    id: 'a/shop/db/5432',
    rule: 'a',
    severity: 'error',
    subject: { kind: 'Service', namespace: 'shop', name: 'db', port: 5432 },
    at: { stage: 5, namespace: 'node-1' },
    message: 'a. The same is so on node-2.',
    evidence: [
      { kind: 'route', text: 'node-1 has no default route' },
      { kind: 'route', text: 'node-2 has no default route' },
    ],
    affects: [web, api],
    checks: [],
    fixes: [{ ...fix('node-1'), actions: [...fix('node-1').actions, ...fix('node-2').actions] }],
  })
})

test('one fact that breaks two Services is one finding', () => {
  const evidence = [{ kind: 'sysctl' as const, text: 'net.ipv4.ip_forward = 0' }]
  const files = { kind: 'Service', namespace: 'shop', name: 'files', port: 80 }
  const findings = applyRules(facts, [
    ruleNamed('a', [{ evidence }, { evidence, subject: files, id: 'a/shop/files/80' }]),
  ])
  expect(findings.map(({ id, message }) => ({ id, message }))).toEqual([
    { id: 'a/shop/db/5432', message: 'a. Service shop/files port 80 suffers from the same.' },
  ])
})

test('a symptom goes for the clients that its cause explains, and stays for the others', () => {
  const cause = ruleNamed('cause', [{ affects: [web] }])
  const symptom = ruleNamed('symptom', [{ affects: [web, api] }], { dependsOn: ['cause'] })
  expect(applyRules(facts, [symptom, cause]).map(({ rule, affects }) => ({ rule, affects }))).toEqual([
    { rule: 'symptom', affects: [api] },
    { rule: 'cause', affects: [web] },
  ])
})

test('a symptom goes whole when its cause explains every client', () => {
  const cause = ruleNamed('cause', [{ affects: [web, api] }])
  const symptom = ruleNamed('symptom', [{ affects: [web] }], { dependsOn: ['cause'] })
  expect(applyRules(facts, [symptom, cause]).map(({ rule }) => rule)).toEqual(['cause'])
})

test('a cause explains nothing of another Service, unless all that its client dials suffers from it', () => {
  const files = { kind: 'Service', namespace: 'shop', name: 'files', port: 80 }
  const symptom = ruleNamed('symptom', [{ affects: [web], subject: files, id: 'symptom/shop/files/80' }], {
    dependsOn: ['cause'],
  })
  const cause = ruleNamed('cause', [{ affects: [web] }])
  expect(applyRules(facts, [symptom, cause]).map(({ rule }) => rule)).toEqual(['symptom', 'cause'])
  expect(applyRules(facts, [symptom, { ...cause, explains: 'client' }]).map(({ rule }) => rule)).toEqual(['cause'])
})

test('findings stand in the order of the stages, and on one stage in that of the causes met before', () => {
  const rules = [
    ruleNamed('socket', [{}], { stage: 7 }),
    ruleNamed('reply', [{ position: 9000 }], { stage: 6 }),
    ruleNamed('second', [{ position: 6001 }], { stage: 6 }),
    ruleNamed('first', [{ position: 6000 }], { stage: 6 }),
    ruleNamed('name', [{}], { stage: 0 }),
  ]
  const findings = applyRules(facts, rules)
  expect(findings.map(({ rule }) => rule)).toEqual(['name', 'first', 'second', 'socket', 'reply'])
  expect(findings.every((finding) => !('position' in finding))).toBe(true)
})
