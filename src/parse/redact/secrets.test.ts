// Thousands of made-up objects with a secret in them: it is in nothing that is left.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { redactDocker } from '../redact-docker.ts'
import { redactObject } from '../redact-object.ts'

const runs = { numRuns: 2000 }
const secret = 'hunter2secret'
const wrapped = fc
  .tuple(
    fc.string({ maxLength: 8 }),
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      ...[`${secret}`, `postgres://u:${secret}@localhost:5432/db?x=${secret}`, `password=${secret} host=127.0.0.1`],
      ...[
        `http://${secret}@host.docker.internal/${secret}?${secret}#${secret}`,
        `{"token":"${secret}"}`,
        `--token ${secret}`,
      ],
      ...[`Bearer ${secret}`, `user:${secret}@tcp(localhost:3306)/db`, `redis://:${secret}@[::1]:6379`],
      ...[
        `key: |\n  ${secret}\n  http://localhost:1/${secret}`,
        `postgres://u:a/${secret}@localhost`,
        `a://b:1 ${secret}@c`,
      ],
    ),
  )
  .map(([before, after, text]) => `${before}${text}${after}`)

describe('a secret', () => {
  it('gets through no field of a Pod, a ConfigMap, a Secret or a kind that is not known', () => {
    fc.assert(
      fc.property(wrapped, (text) => {
        const container = {
          name: 'c',
          env: [{ name: 'A', value: text }],
          command: [text],
          args: [text],
          lifecycle: { postStart: { exec: { command: [text] } } },
        }
        const metadata = {
          name: 'x',
          namespace: 'shop',
          annotations: { 'example.org/a': text, 'kubectl.kubernetes.io/last-applied-configuration': text },
          managedFields: [{ text }],
        }
        const objects: KubernetesObject[] = [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata,
            spec: { containers: [container], initContainers: [container] },
            status: { containerStatuses: [{ state: { terminated: { message: text } } }] },
          },
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata,
            spec: { template: { metadata, spec: { containers: [container] } } },
          },
          { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: text }, binaryData: { b: secret } },
          { apiVersion: 'v1', kind: 'Secret', metadata, data: { a: text }, stringData: { a: text } },
          { apiVersion: 'example.org/v1', kind: 'Database', metadata, spec: { nested: [{ url: text }] } },
        ]
        for (const object of objects) expect(JSON.stringify(redactObject(object))).not.toContain(secret)
        const docker = {
          networks: [{ Name: 'kind', Labels: { a: text } }],
          containers: [
            {
              Name: 'c',
              Config: { Env: [text], Cmd: [text], Labels: { b: text } },
              Args: [text],
              State: { Error: text, Health: { Log: [text] } },
            },
          ],
        }
        expect(JSON.stringify(redactDocker(docker))).not.toContain(secret)
      }),
      runs,
    )
  })
})
