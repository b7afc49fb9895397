// What every Kubernetes object and Docker's own description of itself must have before anything else is read of it.
import * as z from 'zod'

/** All else of an object stays as it is. */
export const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().min(1, { error: 'a name' }),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
})

export const listSchema = z.looseObject({ apiVersion: z.string(), kind: z.string(), items: z.array(z.unknown()) })

export const dockerSchema = z.object({
  networks: z.array(z.looseObject({})).optional(),
  containers: z.array(z.looseObject({})).optional(),
})
