// The network file (`--attach`) as it comes in: what each field must be, and the words for when it is not.
import * as z from 'zod'

const prefix = z.union([z.cidrv4(), z.cidrv6()], { error: 'an IPv4 or IPv6 prefix such as 10.244.0.0/16' })
const fileName = z.string({ error: 'the name of a file' }).min(1, { error: 'the name of a file' })
/** `#` parts a namespace from the rest of a fact's id. */
const namespaceName = z.string().regex(/^[^\s#\p{Cc}]+$/u, { error: 'a name without spaces or #' })

const namespaceEntry = z.object({
  name: namespaceName,
  role: z.enum(['pod', 'node', 'host', 'container', 'lan']),
  node: namespaceName.nullish(),
  path: z.string().min(1, { error: 'the path of a network namespace' }).nullish(),
  pid: z.int({ error: 'a process id' }).positive({ error: 'a process id' }).nullish(),
  resolvConf: fileName.nullish(),
  hosts: fileName.nullish(),
})

export const networkFileSchema = z.object({
  apiVersion: z.literal('fairlead.dev/v1').optional(),
  kind: z.literal('Network').optional(),
  clusterDomain: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, { error: 'a domain such as cluster.local' })
    .optional(),
  podCidrs: z.array(prefix).optional(),
  serviceCidrs: z.array(prefix).optional(),
  namespaces: z.array(namespaceEntry).min(1, { error: 'at least one namespace' }),
  kubernetes: z.array(fileName).optional(),
  docker: fileName.nullish(),
})

export type RawNetworkFile = z.infer<typeof networkFileSchema>

/** A misspelt field would be left out without a word: these are the names it may have meant. */
export const NETWORK_FILE_FIELDS = {
  file: Object.keys(networkFileSchema.shape),
  namespace: Object.keys(namespaceEntry.shape),
}
