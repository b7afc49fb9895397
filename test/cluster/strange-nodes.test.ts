// Nodes of other runtimes and with fewer tools than kind's, with many pods, and in the middle of changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { type NodeReading, readNode } from '../../src/collect/nodes/read-node.ts'
import { parseNamespace } from '../../src/parse/parse-namespace.ts'
import { recordPod, type Shell, startBareNode } from './bare-node.ts'
import { docker, failure, nodeImage, removeContainers, runContainer } from './docker-command.ts'

const NAME = 'fairlead-test-node'
const TASKS = '/run/containerd/io.containerd.runtime.v2.task/k8s.io'

let engine: Engine
let shell: Shell

const read = (timeoutMs?: number): Promise<NodeReading> => readNode(engine.runIn(NAME), { name: 'bare' }, { timeoutMs })
const names = ({ namespaces }: NodeReading): string[] => namespaces.map(({ name }) => name)

const parsedPeers = ({ namespaces }: NodeReading): string[][] =>
  namespaces.map((one) => parseNamespace(one).links.flatMap(({ peer }) => peer?.namespace ?? []))

/** Pods with a link to the node each. */
function makePods(folder: string, ...pods: readonly string[]): string {
  return pods
    .map(
      (name, index) => `ip netns add ${name}
ip link add veth${index} type veth peer name eth0 netns ${name}
ip link set veth${index} up; ip -n ${name} link set eth0 up; ip -n ${name} link set lo up
${recordPod(folder, { name, netns: `/var/run/netns/${name}`, environment: ['PASSWORD=hunter2'] })}`,
    )
    .join('')
}

beforeAll(async () => {
  engine = await openEngine()
})
afterAll(() => removeContainers(NAME))

describe('a node of containerd', () => {
  beforeAll(async () => {
    shell = await startBareNode(NAME)
    await shell(
      `${makePods(TASKS, 'web', 'api')}
${recordPod(TASKS, { name: 'proxy', netns: null })}
${recordPod(TASKS, { name: 'ended', netns: '/var/run/netns/web' })} printf 4000000 >${TASKS}/ended/init.pid
${recordPod(TASKS, { name: 'gone', netns: '/var/run/netns/gone' })}
${recordPod(TASKS, { name: 'leaving', netns: '/var/run/netns/leaving' })} : >/var/run/netns/leaving
mkdir ${TASKS}/half; printf 1 >${TASKS}/half/init.pid; printf '{"ociVersion":"1.1.0","annot' >${TASKS}/half/config.json
nft add table ip kube-proxy`,
    )
  })

  it('has the pods that live, and those of the host network', async () => {
    const reading = await read()
    expect(names(reading)).toEqual(['bare', 'shop/api', 'shop/web'])
    expect(reading.pods.map(({ name, netns }) => [name, netns])).toEqual([
      ['api', '/var/run/netns/api'],
      ['proxy', null],
      ['web', '/var/run/netns/web'],
    ])
    expect(reading).toMatchObject({ runtime: 'containerd', proxyModes: ['nftables'] })
    const [, api, web] = reading.namespaces
    expect(api?.resolvConf.text).toBe('nameserver 10.96.0.10 # api\n')
    expect(api).toMatchObject({ role: 'pod', node: 'bare', netns: '/var/run/netns/api', hosts: { text: null } })
    expect(api?.inode).not.toBe(web?.inode)
    expect(parsedPeers(reading)).toEqual([['shop/web', 'shop/api'], ['bare'], ['bare']])
  })

  it('keeps its pods’ environment to itself', async () => {
    let output = ''
    const run = engine.runIn(NAME)
    const onOutput = (text: string): void => {
      output += text
    }
    await readNode((argv, options) => run(argv, { ...options, onOutput }), { name: 'bare' })
    expect(output).toContain('shop')
    expect(output).not.toContain('hunter2')
  })

  it('is left as it was, also when the reading is aborted anywhere', async () => {
    const state = (): Promise<string> =>
      shell('cat /proc/1/mounts; find / -xdev -path /proc -prune -o -newer /etc/mark -print; ps -eo args')
    await shell('sleep 0.1; : >/etc/mark; sleep 0.1')
    const before = await state()
    for (let afterMs = 10; afterMs < 300; afterMs += 30) {
      const signal = AbortSignal.timeout(afterMs)
      const ended = await readNode(engine.runIn(NAME), { name: 'bare' }, { signal }).catch((error: Error) => error.name)
      if (typeof ended !== 'string') break
      expect(ended).toBe('TimeoutError')
    }
    await read()
    expect(await state()).toBe(before)
  })

  it('has pods that come and go while it is read', async () => {
    const churning = shell(`for i in $(seq 60); do
ip netns add churn; ${recordPod(TASKS, { name: 'churn', netns: '/var/run/netns/churn' })} ip netns del churn; rm -r ${TASKS}/churn
done`)
    for (let times = 0; times < 12; times += 1)
      expect(names(await read())).toEqual(expect.arrayContaining(['bare', 'shop/api', 'shop/web']))
    await churning
  })

  it('has /run and /var/run apart, and the containerd of k3s', async () => {
    const folder = TASKS.replace('/run/', '/run/k3s/')
    await shell(`rm -r ${TASKS} /var/run; mkdir -p /var/run/netns
: >/var/run/netns/apart; ip netns add apart; mount --bind /run/netns/apart /var/run/netns/apart; ip netns del apart
${recordPod(folder, { name: 'apart', netns: '/var/run/netns/apart' })}
${recordPod(folder, { name: 'web', netns: '/run/netns/web' })}`)
    const reading = await read()
    expect(names(reading)).toEqual(['bare', 'shop/apart', 'shop/web'])
    expect(reading.runtime).toBe('containerd')
    expect(parsedPeers(reading)).toEqual([['shop/web'], [], ['bare']])
  })
})

describe('a node of CRI-O', () => {
  it('has pods without a process of their own', async () => {
    shell = await startBareNode(NAME)
    const folder = '/run/containers/storage/overlay-containers/a1/userdata'
    const config = {
      ociVersion: '1.1.0',
      mounts: [{ destination: '/etc/resolv.conf', type: 'bind', source: `${folder}/resolv.conf` }],
      annotations: {
        'io.kubernetes.cri-o.ContainerType': 'sandbox',
        'io.kubernetes.cri-o.KubeName': 'web',
        'io.kubernetes.cri-o.Labels': JSON.stringify({ app: '{', 'io.kubernetes.pod.uid': 'u1' }),
        'io.kubernetes.cri-o.Namespace': 'shop',
        'io.kubernetes.cri-o.SandboxID': 'a1',
      },
      linux: { namespaces: [{ type: 'network', path: '/var/run/netns/web' }] },
    }
    await shell(`ip netns add web; mkdir -p ${folder}
echo 'nameserver 10.96.0.10' >${folder}/resolv.conf
printf '%s' '${JSON.stringify(config, null, 2)}' >${folder}/config.json`)
    const { runtime, pods, namespaces } = await read()
    expect(runtime).toBe('cri-o')
    expect(pods).toMatchObject([{ namespace: 'shop', name: 'web', uid: 'u1' }])
    expect(namespaces[1]?.resolvConf.text).toBe('nameserver 10.96.0.10\n')
  })
})

describe('a node of cri-dockerd', () => {
  it('has the pods that its Docker knows', async () => {
    const labels = (pod: string): string[] => [
      ...['--label', 'io.kubernetes.docker.type=podsandbox', '--label', 'io.kubernetes.pod.namespace=shop'],
      ...['--label', `io.kubernetes.pod.name=${pod}`, '--label', `io.kubernetes.pod.uid=uid-of-${pod}`],
    ]
    const image = await nodeImage()
    const mounts = ['/var/run/docker.sock:/var/run/docker.sock', '/usr/bin/docker:/usr/bin/docker:ro']
    shell = await startBareNode(NAME, ...mounts.flatMap((mount) => ['--volume', mount]), '--pid', 'host')
    await runContainer(`${NAME}-web`, ...labels('web'), '--network', 'none', image, '-c', 'exec sleep infinity')
    await runContainer(`${NAME}-proxy`, ...labels('proxy'), '--network', 'host', image, '-c', 'exec sleep infinity')
    const key = await docker('inspect', '--format', '{{.NetworkSettings.SandboxKey}}', `${NAME}-web`)
    // As it would be if this Docker ran in the node.
    const pid = await docker('inspect', '--format', '{{.State.Pid}}', `${NAME}-web`)
    await shell(`mkdir -p $(dirname ${key}); : >${key}; mount --bind /proc/${pid}/ns/net ${key}`)
    const reading = await read()
    expect(names(reading)).toEqual(['bare', 'shop/web'])
    expect(reading.runtime).toBe('docker')
    expect(reading.pods).toEqual([
      expect.objectContaining({ name: 'proxy', netns: null }),
      expect.objectContaining({ name: 'web', uid: 'uid-of-web', hosts: '/var/lib/kubelet/pods/uid-of-web/etc-hosts' }),
    ])
    expect(reading.pods[1]?.resolvConf).toMatch(/\/resolv\.conf$/)
  })
})

describe('a node with few tools', () => {
  beforeAll(async () => {
    shell = await startBareNode(NAME)
    await shell(makePods(TASKS, 'web'))
  })

  it('says what could not be read without nft and ss', async () => {
    await shell('rm -f $(command -v nft ss iptables-nft-save ip6tables-nft-save)')
    const { namespaces } = await read()
    const [node] = namespaces.map(parseNamespace)
    expect(node?.links.length).toBeGreaterThan(1)
    expect(node?.unread.map(({ what }) => what)).toEqual(['nft', 'iptables-nft', 'iptables-nft', 'sockets'])
  })

  it('is read by bash as by dash', async () => {
    await shell('ln -sf bash /bin/sh')
    expect(names(await read())).toEqual(['bare', 'shop/web'])
  })

  it('without a useful ip is named', async () => {
    await shell(
      `mv $(command -v ip) /usr/sbin/true-ip; printf '#!/bin/sh\necho "ip: unrecognized option: j" >&2; exit 1\n' >/usr/sbin/ip; chmod +x /usr/sbin/ip`,
    )
    expect(await failure(read())).toBe(
      'Cannot read node bare: its command ip tells nothing as JSON: ip: unrecognized option: j. ' +
        'That takes ip of iproute2 (4.18 or newer); the one of BusyBox cannot do it.',
    )
  })

  it('that does not answer is named after a while', async () => {
    await shell(`printf '#!/bin/sh\nexec sleep 86423\n' >/usr/sbin/ip`)
    expect(await failure(read(1_500))).toBe(
      'Cannot read node bare: it did not answer within 1.5 s. It may be overloaded or paused; --timeout gives it longer.',
    )
    expect(await docker('top', NAME)).not.toContain('86423')
  })
})

it('a node with 120 pods is read in a few seconds', async () => {
  shell = await startBareNode(NAME)
  const pods = Array.from({ length: 120 }, (_, index) => `pod-${index}`)
  await shell(makePods(TASKS, ...pods))
  const start = performance.now()
  const reading = await read()
  expect(performance.now() - start).toBeLessThan(15_000)
  expect(names(reading)).toHaveLength(121)
  expect(reading.namespaces.filter((one) => parseNamespace(one).unread.length > 0)).toEqual([])
})
