// The parts that several JSON documents have in common: outcomes, delays, places, packets.
import * as z from 'zod'

/** `connected`, `timeout`, an errno name, an `EAI_` name. */
export const outcome = z.string().regex(/^(connected|timeout|reset|stalled|no-reply|E[A-Z0-9_]+)$/)
export const family = z.enum(['IPv4', 'IPv6'])
export const protocol = z.enum(['tcp', 'udp'])
export const port = z.int().min(0).max(65_535)
export const stage = z.int().min(0).max(7)
export const at = z.object({ stage, namespace: z.string().nullable() })
/** `max` null: until the client gives up. */
export const delayMs = z.object({ min: z.number().min(0), max: z.number().min(0).nullable() })
export const verdictKind = z.enum([
  'delivered',
  'refused',
  'rejected',
  'unreachable',
  'dropped',
  'looped',
  'too-big',
  'undetermined',
])
export const status = z.enum(['run', 'not-run'])

export function header<Kind extends string>(kind: Kind) {
  return { apiVersion: z.literal('fairlead.dev/v1'), kind: z.literal(kind) }
}
