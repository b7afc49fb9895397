// The JSON of `fairlead lab`, one document a verb.
import * as z from 'zod'
import { header, outcome } from './document-parts.ts'

const text = z.string().min(1)
const fault = z.object({
  name: text,
  summary: text,
  finds: z.array(text),
  shows: z.object({ from: text, to: text, outcome, delayMs: z.tuple([z.number(), z.number().nullable()]) }).nullable(),
})
const state = z.enum(['up', 'half-dead', 'dead', 'absent'])

export const labSchema = z.discriminatedUnion('kind', [
  z.object({ ...header('Lab'), name: text, state, networkFile: text, namespaces: z.array(text) }),
  z.object({
    ...header('LabStatus'),
    labs: z.array(
      z.object({
        name: text,
        state,
        parts: z.array(z.object({ kind: text, name: text, alive: z.boolean(), detail: z.string() })),
        faults: z.array(text),
        networkFile: text,
      }),
    ),
  }),
  fault.extend({ ...header('LabFault'), lab: text, on: z.boolean() }),
  z.object({ ...header('LabMended'), lab: text, faults: z.array(text) }),
  z.object({ ...header('LabFaults'), faults: z.array(fault) }),
  z.object({ ...header('LabDown'), lab: text, was: z.boolean() }),
])
