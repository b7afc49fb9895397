// The lines of a snapshot file: a header, then one line a group of facts, then the end.
import * as z from 'zod'
import { objectSchema } from './manifest-schema.ts'
import { measurementSchema, nameMeasurementSchema } from './measurement-schema.ts'
import {
  forwardingSchema,
  linkSchema,
  neighbourSchema,
  policyRuleSchema,
  roleSchema,
  routeSchema,
  socketSchema,
  unreadSchema,
} from './namespace-schema.ts'
import { rulesetSchema } from './ruleset-schema.ts'

export const headerSchema = z.object({
  apiVersion: z.literal('fairlead.dev/v1'),
  kind: z.literal('Snapshot'),
  version: z.literal(1),
  takenAt: z.iso.datetime({ error: 'a time such as 2026-01-31T12:00:00.000Z' }),
  clusterDomain: z.string(),
  podCidrs: z.array(z.string()),
  serviceCidrs: z.array(z.string()),
  clients: z.literal('one-a-node').optional(),
  gaps: z
    .array(
      z.object({
        kind: z.enum(['resource', 'containers', 'node', 'host']),
        name: z.string(),
        why: z.string(),
        settles: z.string(),
      }),
    )
    .optional(),
})

const text = z.string()
const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 in hexadecimal' })
const facts = <Fact extends z.ZodType, Group extends string>(group: Group, fact: Fact) =>
  z.object({ line: z.literal('facts'), namespace: text, group: z.literal(group), facts: z.array(fact) })

export const factsLineSchema = z.discriminatedUnion('group', [
  facts('links', linkSchema),
  facts('routes', routeSchema),
  facts('policyRules', policyRuleSchema),
  facts('neighbours', neighbourSchema),
  facts('forwarding', forwardingSchema),
  facts('sockets', socketSchema),
  facts('unread', unreadSchema),
  z.object({ line: z.literal('facts'), namespace: text, group: z.literal('rulesets'), contents: z.array(hash) }),
  z.object({ line: z.literal('facts'), namespace: text, group: z.literal('sysctls'), content: hash }),
])

/** Large facts that several namespaces may share, stored once. */
export const contentLineSchema = z.discriminatedUnion('group', [
  z.object({ line: z.literal('content'), hash, group: z.literal('ruleset'), value: rulesetSchema }),
  z.object({ line: z.literal('content'), hash, group: z.literal('sysctls'), value: z.record(text, text) }),
])

export const lineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('namespace'),
    name: text,
    role: roleSchema,
    node: text.nullable(),
    resolvConf: text.nullable(),
    hosts: text.nullable(),
  }),
  factsLineSchema,
  contentLineSchema,
  z.object({ line: z.literal('kubernetes'), object: objectSchema }),
  z.object({ line: z.literal('docker'), networks: z.array(z.looseObject({})), containers: z.array(z.looseObject({})) }),
  z.object({ line: z.literal('measurement'), measurement: measurementSchema }),
  z.object({ line: z.literal('name-measurement'), measurement: nameMeasurementSchema }),
  z.object({ line: z.literal('end'), lines: z.number() }),
])

export type SnapshotLine = z.infer<typeof lineSchema>
