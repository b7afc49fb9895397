// Walks the rules of a chain for one packet, as far as a verdict.
// Source: net/netfilter/nf_tables_core.c nft_do_chain(), net/ipv4/netfilter/ip_tables.c ipt_do_table().
import type { NetfilterVerdict, Reason } from '../../model/path.ts'
import type { RejectKind, RuleVerdict } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import { mendKey } from '../mend-key.ts'
import { applyNat } from './apply-nat.ts'
import type { CompiledChain, CompiledRule } from './compile-netfilter.ts'
import { type CompiledEntry, type CompiledStatement, compileEntries } from './compile-statement.ts'
import { anyAccepted, evaluateMatch } from './evaluate-match.ts'
import type { Passage } from './passage.ts'
import { readField } from './read-field.ts'

export type Walked =
  /** Ran off the end, or returned: the caller goes on (a base chain then asks its policy). */
  | { readonly kind: 'end' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop'; readonly reason: Reason; readonly fact: FactId }
  | { readonly kind: 'reject'; readonly reason: Reason; readonly fact: FactId }
  | { readonly kind: 'undetermined'; readonly reason: Reason; readonly fact: FactId }

/** Jumps nest 16 deep at most in the kernel (NFT_JUMP_STACK_SIZE). */
const deepest = 16

export function walkChain(chain: CompiledChain, passage: Passage, hook: string, depth = 0): Walked {
  passage.recorder.read(chain.fact)
  for (const rule of chain.rules) {
    const result = walkRule(rule, chain, passage, hook, depth)
    if (result.kind === 'next') continue
    return result.kind === 'return' ? { kind: 'end' } : result
  }
  return { kind: 'end' }
}

type RuleResult = Walked | { readonly kind: 'next' } | { readonly kind: 'return' }

const next: RuleResult = { kind: 'next' }

function walkRule(rule: CompiledRule, chain: CompiledChain, passage: Passage, hook: string, depth: number): RuleResult {
  let unknown = false
  // A plain look at the matches first: one that fails settles the rule, whatever another could not tell.
  for (const statement of rule.statements) {
    if (statement.kind !== 'match' || isStateful(statement)) continue
    const answer = evaluateMatch(statement.match, passage, chain.table, rule.fact)
    if (answer === 'no') return next
    if (answer === 'unknown') unknown = true
  }
  if (unknown) return decidesNothing(rule.statements, chain, depth) ? next : undetermined(rule, passage, hook)
  for (const statement of rule.statements) {
    if (statement.kind === 'match') {
      if (isStateful(statement) && evaluateMatch(statement.match, passage, chain.table, rule.fact) === 'no') return next
      continue
    }
    const result = act(statement, rule, chain, passage, hook, depth)
    if (result.kind !== 'next') return result
  }
  return next
}

/** Matches that ask for a choice or leave an assumption are asked only once the others hold. */
function isStateful(statement: Extract<CompiledStatement, { kind: 'match' }>): boolean {
  return ['random', 'nth', 'limit', 'recent'].includes(statement.match.kind)
}

function act(
  statement: Exclude<CompiledStatement, { kind: 'match' }>,
  rule: CompiledRule,
  chain: CompiledChain,
  passage: Passage,
  hook: string,
  depth: number,
): RuleResult {
  const { packet, recorder, tracking } = passage
  const record = (verdict: NetfilterVerdict): void => {
    recorder.read(rule.fact)
    recorder.step({ kind: 'netfilter', fact: rule.fact, hook, verdict })
  }
  switch (statement.kind) {
    case 'no-effect':
      return next
    case 'unsupported':
      return undetermined(rule, passage, hook)
    case 'verdict':
      return follow(statement.verdict, rule, chain, passage, hook, depth)
    case 'verdict-map': {
      const verdict = lookUp(statement, rule, chain, passage)
      return verdict === 'unknown'
        ? undetermined(rule, passage, hook)
        : verdict === null
          ? next
          : follow(verdict, rule, chain, passage, hook, depth)
    }
    case 'nat': {
      const outcome = applyNat(statement.nat, rule.fact, passage, hook)
      if (outcome === 'unknown') return undetermined(rule, passage, hook)
      record('nat')
      return { kind: 'accept' }
    }
    case 'reject':
      return reject(statement.with, rule, passage, hook)
    case 'set-mark': {
      const old = statement.which === 'packet' ? packet.mark : connectionMark(passage)
      const mark = ((old & statement.keepMask) ^ statement.xor) >>> 0
      if (statement.which === 'packet') packet.mark = mark
      else if (tracking && 'connection' in tracking) tracking.connection.mark = mark
      record('mark')
      return next
    }
    case 'copy-mark': {
      if (statement.to === 'packet')
        packet.mark = ((packet.mark & ~statement.mask) | (connectionMark(passage) & statement.mask)) >>> 0
      else if (tracking && 'connection' in tracking) {
        tracking.connection.mark = ((tracking.connection.mark & ~statement.mask) | (packet.mark & statement.mask)) >>> 0
      }
      record('mark')
      return next
    }
    case 'notrack':
      passage.tracking ??= { state: 'untracked' }
      record('notrack')
      return next
    case 'set-zone':
      passage.zone = statement.zone
      return next
    default:
      return statement satisfies never
  }
}

function connectionMark({ tracking }: Passage): number {
  return tracking && 'connection' in tracking ? tracking.connection.mark : 0
}

function follow(
  verdict: RuleVerdict,
  rule: CompiledRule,
  chain: CompiledChain,
  passage: Passage,
  hook: string,
  depth: number,
): RuleResult {
  const { recorder } = passage
  const record = (kind: NetfilterVerdict): void => {
    recorder.read(rule.fact)
    recorder.step({ kind: 'netfilter', fact: rule.fact, hook, verdict: kind })
  }
  switch (verdict.kind) {
    case 'accept':
      record('accept')
      return { kind: 'accept' }
    case 'drop':
      return drop(rule, passage, hook)
    case 'return':
      record('return')
      return { kind: 'return' }
    case 'continue':
      return next
    case 'queue':
      return undetermined(rule, passage, hook)
    case 'jump':
    case 'goto': {
      const target = chain.table.chains.get(verdict.chain)
      if (!target || depth >= deepest) return undetermined(rule, passage, hook)
      record(verdict.kind)
      const walked = walkChain(target, passage, hook, depth + 1)
      if (walked.kind !== 'end') return walked
      return verdict.kind === 'jump' ? next : { kind: 'return' }
    }
    default:
      return verdict satisfies never
  }
}

function drop(rule: CompiledRule, passage: Passage, hook: string): RuleResult {
  const { recorder, tracking } = passage
  const onInvalid = tracking?.state === 'invalid' && matchesInvalid(rule)
  const reason: Reason = onInvalid
    ? { kind: 'invalid-state', rule: rule.fact }
    : { kind: 'rule-drops', rule: rule.fact, hook }
  recorder.read(rule.fact)
  if (recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return next
  recorder.step({ kind: 'netfilter', fact: rule.fact, hook, verdict: 'drop' })
  return { kind: 'drop', reason, fact: rule.fact }
}

function matchesInvalid(rule: CompiledRule): boolean {
  return rule.statements.some(
    (statement) =>
      statement.kind === 'match' &&
      statement.match.kind === 'compare' &&
      !statement.match.negated &&
      statement.match.fields.some((field) => field.name === 'ct.state') &&
      (statement.match.elements ?? []).some((element) => element.some((accepts) => accepts('invalid'))),
  )
}

function reject(kind: RejectKind, rule: CompiledRule, passage: Passage, hook: string): RuleResult {
  const { recorder, packet } = passage
  recorder.read(rule.fact)
  // A reset answers TCP only; other protocols pass such a rule by (nft_reject checks the transport protocol).
  if (kind === 'tcp-reset' && packet.protocol !== 'tcp') return next
  const reason: Reason = { kind: 'rule-rejects', rule: rule.fact, hook, with: kind }
  if (recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return next
  recorder.step({ kind: 'netfilter', fact: rule.fact, hook, verdict: 'reject' })
  return { kind: 'reject', reason, fact: rule.fact }
}

function undetermined(rule: CompiledRule, { recorder }: Passage, hook: string): RuleResult {
  recorder.read(rule.fact)
  recorder.step({ kind: 'netfilter', fact: rule.fact, hook, verdict: 'undetermined' })
  return {
    kind: 'undetermined',
    reason: { kind: 'unsupported-rule', rule: rule.fact, text: rule.rule.text },
    fact: rule.fact,
  }
}

/** Whether a rule, should it match, could not change what becomes of the packet. */
function decidesNothing(statements: readonly CompiledStatement[], chain: CompiledChain, depth: number): boolean {
  return statements.every((statement) => {
    if (statement.kind === 'match' || statement.kind === 'no-effect') return true
    if (statement.kind !== 'verdict') return false
    const { verdict } = statement
    if (verdict.kind === 'continue') return true
    if (verdict.kind !== 'jump' || depth >= deepest) return false
    const target = chain.table.chains.get(verdict.chain)
    return target?.rules.every((rule) => decidesNothing(rule.statements, target, depth + 1)) ?? false
  })
}

function lookUp(
  statement: Extract<CompiledStatement, { kind: 'verdict-map' }>,
  rule: CompiledRule,
  chain: CompiledChain,
  passage: Passage,
): RuleVerdict | null | 'unknown' {
  const named = statement.map === null ? null : chain.table.sets.get(statement.map)
  if (statement.map !== null && (!named || named.unknown.length > 0)) return 'unknown'
  const entries: readonly CompiledEntry[] = statement.entries ?? compileEntries(named?.entries ?? [])
  const [first] = statement.fields
  if (first?.name === 'numgen.random' || first?.name === 'numgen.inc') {
    const ways = statement.modulus ?? entries.length
    const way = passage.recorder.choose(
      rule.fact,
      Array.from({ length: ways }, () => 1 / ways),
    )
    return entries.find((entry) => entry.accepts[0]?.(String(way)))?.verdict ?? null
  }
  const readings = statement.fields.map((field) => readField(field, passage))
  if (readings.some((reading) => reading.kind === 'absent')) return null
  if (readings.some((reading) => reading.kind === 'unknown')) return 'unknown'
  const found = entries.find((entry) => entry.accepts.every((accepts, part) => anyAccepted(readings[part], accepts)))
  return found?.verdict ?? null
}
