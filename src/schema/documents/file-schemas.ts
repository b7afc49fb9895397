// The JSON of `fairlead snapshot` and `fairlead explain`.
import * as z from 'zod'
import { header } from './document-parts.ts'

export const snapshotFileSchema = z.object({
  ...header('SnapshotFile'),
  file: z.string().min(1),
  takenAt: z.string().min(1),
  namespaces: z.int().min(0),
  connections: z.int().min(0),
  names: z.int().min(0),
})

export const rulePageSchema = z.object({
  ...header('RulePage'),
  rule: z.string().min(1),
  text: z.string().min(1),
})
