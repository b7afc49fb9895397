// What a fault may do to a lab that is up: run commands, change objects, servers, files and cluster DNS.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerFacts, KubernetesObject } from '../model/snapshot.ts'
import { controlDns, primeDns, tellDns } from './cluster-dns.ts'
import { runInNamespace } from './enter-namespace.ts'
import type { LabControl } from './fault.ts'
import { syncProxyRules } from './kube-proxy/sync-rules.ts'
import { labDirectory } from './lab-directory.ts'
import { namespaceRecord, readLab } from './lab-record.ts'
import { requireWhole } from './lab-status.ts'
import { startListener, stopListener } from './listeners.ts'
import { readManifests, writeManifests } from './manifests-file.ts'
import { fileName } from './setup/render-setup.ts'

export async function controlLab(name: string): Promise<LabControl> {
  await requireWhole(await readLab(name))
  const writeObjects: LabControl['writeObjects'] = async (objects) => {
    await writeManifests(name, objects)
    await syncProxyRules(await readLab(name), objects)
    await tellDns(name, 'reload-objects')
  }
  return {
    run: async (namespace, argv, input) => runInNamespace(await readLab(name), namespace, argv, input),
    readObjects: () => readManifests(name),
    writeObjects,
    writeObjectsSilently: (objects) => writeManifests(name, objects),
    listeners: async () => (await readLab(name)).listeners.map((listener) => listener.spec),
    startListener: (listener) => startListener(name, listener),
    stopListener: (listener) => stopListener(name, listener),
    readFile: async (namespace, file) => readFile(await clientFile(name, namespace, file), 'utf8'),
    // In place: what is mounted on the namespace's /etc is this very file.
    writeFile: async (namespace, file, text) => writeFile(await clientFile(name, namespace, file), text),
    readCorefile: async () => corefileOf(await readManifests(name)),
    writeCorefile: async (text) => {
      const objects = await readManifests(name)
      await writeManifests(
        name,
        objects.map((object) => (isCorefile(object) ? { ...object, data: { Corefile: text } } : object)),
      )
      await tellDns(name, 'reload-corefile')
    },
    primeDns: (query, type) => primeDns(name, query, type),
    dns: (action) => controlDns(name, action),
    readDocker: async () => JSON.parse(await readFile(join(labDirectory(name), 'docker.json'), 'utf8')) as DockerFacts,
    writeDocker: (docker) => writeFile(join(labDirectory(name), 'docker.json'), `${JSON.stringify(docker, null, 2)}\n`),
  }
}

async function clientFile(name: string, namespace: string, file: 'resolv.conf' | 'hosts'): Promise<string> {
  namespaceRecord(await readLab(name), namespace)
  return join(labDirectory(name), 'namespaces', fileName(namespace), file)
}

function isCorefile(object: KubernetesObject): boolean {
  return (
    object.kind === 'ConfigMap' && object.metadata.namespace === 'kube-system' && object.metadata.name === 'coredns'
  )
}

function corefileOf(objects: readonly KubernetesObject[]): string {
  const config = objects.find(isCorefile) as { data?: { Corefile?: string } } | undefined
  if (config?.data?.Corefile === undefined)
    throw new Error('the manifests hold no ConfigMap kube-system/coredns with a Corefile')
  return config.data.Corefile
}
