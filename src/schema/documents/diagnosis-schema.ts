// The JSON of `fairlead doctor`.
import * as z from 'zod'
import { at, delayMs, header, outcome, port, protocol, status, verdictKind } from './document-parts.ts'

const text = z.string().min(1)
const argv = z.array(z.string()).min(1)
const nameOfPort = port.nullable()

const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exec'), where: text, argv }),
  z.object({
    kind: z.literal('kubernetes'),
    verb: z.enum(['patch', 'create', 'delete']),
    object: z.object({ apiVersion: text, kind: text, namespace: z.string().nullable(), name: text }),
    body: z.unknown(),
  }),
  z.object({ kind: z.literal('docker'), argv }),
  z.object({ kind: z.literal('manual'), where: text, text }),
])

const evidenceKind = z.enum([
  'socket',
  'route',
  'policy-rule',
  'neighbour',
  'rule',
  'chain',
  'sysctl',
  'link',
  'forwarding',
  'object',
  'container',
  'network',
  'dns',
  'connection',
  'file',
  'unread',
])

const finding = z.object({
  id: text,
  rule: z.string().regex(/^[a-z0-9-]+$/),
  severity: z.enum(['error', 'warning', 'info']),
  subject: z.object({ kind: text, namespace: z.string().nullable(), name: z.string(), port: nameOfPort }),
  at,
  message: text,
  evidence: z.array(z.object({ kind: evidenceKind, text })),
  affects: z.array(z.object({ from: text, node: z.string().nullable() })),
  checks: z.array(z.object({ where: text, argv })),
  fixes: z.array(
    z.object({
      title: text,
      reversible: z.boolean(),
      widens: z.array(z.object({ source: text, destination: text, port: nameOfPort })),
      actions: z.array(action),
    }),
  ),
})

const connection = z.object({
  from: z.object({ namespace: text, node: z.string().nullable() }),
  to: z.object({
    service: z.string().nullable(),
    name: z.string().nullable().describe('as the client writes it; null for a bare address'),
    via: z.string().nullable().describe('the ClusterIP, when address is an endpoint behind it'),
    address: z.string().nullable().describe('null when the name fails'),
    port,
    protocol,
  }),
  model: z.object({ verdict: verdictKind, outcome: outcome.nullable(), delayMs }),
  measured: z.object({
    status,
    why: z.string().nullable(),
    outcome: outcome.nullable(),
    delayMs: z.number().min(0).nullable(),
    attempts: z.int().min(0),
  }),
  agree: z.boolean().nullable(),
})

export const diagnosisSchema = z.object({
  ...header('Diagnosis'),
  findings: z.array(finding),
  connections: z.array(connection),
})
