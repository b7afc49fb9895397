// The JSON of `fairlead host-address`.
import * as z from 'zod'
import { family, header } from './document-parts.ts'

const candidate = z.object({
  family,
  address: z.string().min(1),
  link: z.string().min(1),
  why: z.string().min(1),
})

export const hostAddressSchema = z.object({
  ...header('HostAddress'),
  addresses: z.array(candidate.extend({ network: z.string().nullable(), nodes: z.array(z.string()).min(1) })),
  rejected: z.array(candidate),
})
