// Which namespace is which pod's, by what the node script leaves of its runtime's records.
import { expect, test } from 'vitest'
import { parseRecords } from './parse-records.ts'

test('a pod of containerd has the namespace of its sandbox and the files of its containers', () => {
  const text = `"ociVersion":"1.1.0"
"destination":"/etc/hosts","type":"bind","source":"/var/lib/kubelet/pods/u1/etc-hosts","options":["rbind"]
"io.kubernetes.cri.container-type":"container"
"io.kubernetes.cri.sandbox-id":"a1"
"type":"network","path":"/proc/9/ns/net"
"ociVersion" : "1.1.0"
"destination": "/etc/resolv.conf", "source": "/var/lib/s/a1/resolv.conf"
"io.kubernetes.cri.container-type": "sandbox"
"io.kubernetes.cri.sandbox-id": "a1"
"io.kubernetes.cri.sandbox-name": "web"
"io.kubernetes.cri.sandbox-namespace": "shop"
"io.kubernetes.cri.sandbox-uid": "u1"
"type": "network", "path": "/var/run/netns/cni-1"
`
  expect(parseRecords(text)).toEqual([
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

test('a pod of CRI-O likewise; its uid is in a text of JSON', () => {
  const text = String.raw`"ociVersion":"1.1.0"
"destination":"/etc/resolv.conf","source":"/run/s/a1/resolv.conf"
\"io.kubernetes.pod.uid\":\"u1
"io.kubernetes.cri-o.ContainerType":"sandbox"
"io.kubernetes.cri-o.KubeName":"web"
"io.kubernetes.cri-o.Namespace":"shop"
"io.kubernetes.cri-o.SandboxID":"a1"
"type":"network","path":"/var/run/netns/1b"
`
  expect(parseRecords(text)).toEqual([
    {
      namespace: 'shop',
      name: 'web',
      uid: 'u1',
      netns: '/var/run/netns/1b',
      resolvConf: '/run/s/a1/resolv.conf',
      hosts: null,
    },
  ])
})

test('a pod of the host network has no namespace of its own, and what was cut through is passed over', () => {
  const text = `"destination":"/etc/hosts"
"ociVersion":"1.1.0"
"io.kubernetes.cri.container-type":"sandbox"
"io.kubernetes.cri.sandbox-name":"proxy"
a "type":"network" b
`
  expect(parseRecords(text)).toMatchObject([{ name: 'proxy', netns: null }])
  expect(parseRecords('')).toEqual([])
})
