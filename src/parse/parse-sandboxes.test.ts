// Which network namespace is which pod's, by containerd's records.
import { expect, test } from 'vitest'
import { parseSandboxes } from './parse-sandboxes.ts'

const config = (annotations: Readonly<Record<string, string>>, netns: string | null, mounts: readonly string[] = []) =>
  JSON.stringify({
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`io.kubernetes.cri.${name}`, value]),
    ),
    linux: { namespaces: [{ type: 'pid' }, ...(netns ? [{ type: 'network', path: netns }] : [])] },
    mounts: mounts.map((text) => {
      const [destination, source] = text.split('=')
      return { destination, source, type: 'bind' }
    }),
  })
const web = { 'sandbox-id': 'a1', 'sandbox-name': 'web', 'sandbox-namespace': 'shop', 'sandbox-uid': 'u1' }

test('a pod has the namespace of its sandbox and the files of its containers', () => {
  const configs = [
    config({ ...web, 'container-type': 'container' }, '/proc/9/ns/net', [
      '/etc/hosts=/var/lib/kubelet/pods/u1/etc-hosts',
    ]),
    config({ ...web, 'container-type': 'sandbox' }, '/var/run/netns/cni-1', [
      '/etc/resolv.conf=/var/lib/s/a1/resolv.conf',
    ]),
  ]
  expect(parseSandboxes(configs)).toEqual([
    {
      namespace: 'shop',
      name: 'web',
      uid: 'u1',
      netns: '/var/run/netns/cni-1',
      resolvConf: '/var/lib/s/a1/resolv.conf',
      hosts: '/var/lib/kubelet/pods/u1/etc-hosts',
    },
  ])
})

test('a pod of the host network has none of its own', () => {
  expect(parseSandboxes([config({ ...web, 'container-type': 'sandbox' }, null)])).toMatchObject([{ netns: null }])
})

test('what is half written, or no pod, is passed over', () => {
  expect(parseSandboxes(['{"annotations": {', '[]', config({}, '/run/netns/x')])).toEqual([])
})
