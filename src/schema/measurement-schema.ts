// What real clients saw, as a snapshot holds it.
import * as z from 'zod'
import type { Measurement, NameMeasurement, Outcome } from '../model/measurement.ts'
import { protocolSchema } from './namespace-schema.ts'

const WORDS = ['connected', 'timeout', 'reset', 'stalled', 'no-reply']

/** A word of ours, an errno name, or an `EAI_` name. */
export const outcomeSchema = z.string().regex(new RegExp(`^(${WORDS.join('|')}|E[A-Z0-9_]+)$`), {
  error: `${WORDS.join(', ')} or the name of an errno`,
}) as unknown as z.ZodType<Outcome>

export const targetSchema = z.object({ address: z.string(), port: z.number(), protocol: protocolSchema })
export const attemptSchema = z.object({ outcome: outcomeSchema, delayMs: z.number() })

export const measurementSchema = z.object({
  from: z.string(),
  to: targetSchema,
  status: z.enum(['run', 'not-run']),
  why: z.string().nullable(),
  outcome: outcomeSchema.nullable(),
  delayMs: z.number().nullable(),
  attempts: z.array(attemptSchema),
  sourcePorts: z.array(z.number()),
}) satisfies z.ZodType<Measurement>

const dnsRecord = z.object({
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME', 'SRV', 'SOA']),
  data: z.string(),
  ttlSeconds: z.number(),
})

const nameQuery = z.object({
  query: z.string(),
  type: z.enum(['A', 'AAAA', 'SRV']),
  server: z.string(),
  rcode: z.string().nullable(),
  error: outcomeSchema.nullable(),
  answers: z.array(dnsRecord),
  authority: z.array(dnsRecord),
  delayMs: z.number(),
})

export const nameMeasurementSchema = z.object({
  from: z.string(),
  name: z.string(),
  outcome: z.union([z.literal('resolved'), outcomeSchema], { error: 'resolved or an outcome' }),
  addresses: z.array(z.string()),
  delayMs: z.number(),
  queries: z.array(nameQuery),
  again: z.array(nameQuery.extend({ afterMs: z.number() })),
}) satisfies z.ZodType<NameMeasurement>
