// Finds the pods of a node and their network namespaces by the records of its container runtime, through the node's own root folder.
import { readdir, readFile } from 'node:fs/promises'
import { parseSandboxes, type Sandbox } from '../../parse/parse-sandboxes.ts'

/** Where containerd keeps the OCI configuration of what runs: kind and minikube, then k3d. */
const folders = [
  '/run/containerd/io.containerd.runtime.v2.task/k8s.io',
  '/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io',
]

/** `pid`: the first process of the node's container, seen from here. Empty when the node has no such records. Takes root. */
export async function readSandboxes(pid: number): Promise<Sandbox[]> {
  const found = await Promise.all(folders.map((folder) => readFolder(`/proc/${pid}/root${folder}`)))
  return parseSandboxes(found.flat())
}

/** A container that ends meanwhile takes its record with it. */
async function readFolder(folder: string): Promise<string[]> {
  const ids = await readdir(folder).catch(() => [])
  const texts = await Promise.all(ids.map((id) => readFile(`${folder}/${id}/config.json`, 'utf8').catch(() => null)))
  return texts.filter((text) => text !== null)
}

/** A path inside the node, as this machine reaches it. /var/run is a link to /run, and would lead out of the node's root. */
export function pathInNode(pid: number, path: string): string {
  return `/proc/${pid}/root${path.replace(/^\/var\/run\//, '/run/')}`
}
