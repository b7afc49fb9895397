// What is left of Kubernetes objects: what decides where packets go, and no secret.
import { expect, it } from 'vitest'
import type { KubernetesObject } from '../model/snapshot.ts'
import { redactObject } from './redact-object.ts'

const metadata = { name: 'x', namespace: 'shop', labels: { app: 'x' } }

it('a Service, an EndpointSlice and their labels stay as they are', () => {
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'ExternalName', externalName: 'secret-name.example', ports: [{ port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        ...metadata,
        annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2024-01-01T00:00:00Z' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['172.18.0.1'], conditions: { ready: null } }],
      ports: [{ name: '', port: 5432 }],
    },
  ]
  expect(objects.map(redactObject)).toEqual(objects)
})

it('a Pod keeps the addresses that its containers are told, its host names and its DNS options', () => {
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, managedFields: [{ manager: 'kubectl' }], annotations: { 'example.org/note': 'secret' } },
    spec: {
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      containers: [
        {
          name: 'web',
          image: 'web:1',
          command: ['serve', '--upstream=http://localhost:8080/path'],
          env: [
            { name: 'DB_URL', value: 'postgres://u:secret@127.0.0.1:5432/db' },
            { name: 'PASSWORD', value: 'secret' },
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } },
          ],
          livenessProbe: {
            httpGet: { path: '/health?token=secret', port: 80, httpHeaders: [{ name: 'A', value: 'secret' }] },
          },
        },
      ],
    },
  }
  expect(redactObject(pod)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, annotations: { 'example.org/note': '(redacted)' } },
    spec: {
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      containers: [
        {
          name: 'web',
          image: 'web:1',
          command: ['(redacted)', 'http://localhost:8080'],
          env: [
            { name: 'DB_URL', value: 'postgres://127.0.0.1:5432' },
            { name: 'PASSWORD', value: '(redacted)' },
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } },
          ],
          livenessProbe: { httpGet: { path: '/health', port: 80, httpHeaders: [{ name: 'A', value: '(redacted)' }] } },
        },
      ],
    },
  })
})

it('a Secret loses its data, and any ConfigMap but that of cluster DNS its texts', () => {
  const data = { Corefile: '.:53 {\n forward . 10.0.0.1\n}', password: 'secret' }
  const map = (namespace: string, name: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  })
  expect(redactObject(map('kube-system', 'coredns'))).toEqual(map('kube-system', 'coredns'))
  expect(redactObject(map('kube-system', 'coredns-custom')).data).toEqual(data)
  expect(redactObject(map('shop', 'coredns')).data).toEqual({ Corefile: '10.0.0.1', password: '(redacted)' })
  expect(
    redactObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      data: { a: 'YQ==' },
      stringData: { b: 'b' },
    }),
  ).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque' })
})

it('of a kind that is not Kubernetes’ own only addresses stay', () => {
  const database: KubernetesObject = {
    apiVersion: 'example.org/v1',
    kind: 'Database',
    metadata,
    spec: { replicas: 2, password: 'secret', url: 'https://u:secret@db.example:5432/x' },
  }
  expect(redactObject(database).spec).toEqual({ replicas: 2, password: '(redacted)', url: 'https://db.example:5432' })
})
