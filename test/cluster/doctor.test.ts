// `fairlead doctor` and `fairlead trace` on a real kind cluster, with no configuration: each cause is named, and nothing when mended.
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { docker, kubectl, listen, nodes, type Outside, raiseOutside, run, SPACE } from './outside-services.ts'

interface Diagnosis {
  readonly findings: readonly {
    readonly rule: string
    readonly subject: { readonly name: string }
    readonly at: object
  }[]
  readonly connections: readonly {
    readonly from: { readonly node: string }
    readonly agree: boolean | null
    readonly to: { readonly name: string | null }
    readonly measured: { readonly outcome: string } | null
  }[]
}

let outside: Outside

beforeAll(async () => {
  outside = await raiseOutside()
})
afterAll(async () => {
  await outside?.takeDown()
})

async function fairlead(...argv: readonly string[]): Promise<{ status: number; output: string; words: string }> {
  return finished(promisify(execFile)(process.execPath, ['dist/main.js', ...argv], { maxBuffer: 1 << 26 }))
}

function finished(
  running: Promise<{ stdout: string; stderr: string }>,
): Promise<{ status: number; output: string; words: string }> {
  return running.then(
    ({ stdout, stderr }) => ({ status: 0, output: stdout, words: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      status: error.code,
      output: error.stdout,
      words: error.stderr,
    }),
  )
}

/** A user with no right but to the container engine. */
async function asMember(...argv: readonly string[]): Promise<{ status: number; output: string; words: string }> {
  const { gid } = await stat('/var/run/docker.sock')
  const user = ['--reuid=65534', '--regid=65534', '--groups', String(gid), '--', process.execPath, 'dist/main.js']
  return finished(promisify(execFile)('setpriv', [...user, ...argv], { env: { ...process.env, HOME: '/' } }))
}

async function doctor(): Promise<{ status: number; found: string[]; diagnosis: Diagnosis }> {
  const { status, output } = await fairlead('doctor', '-n', SPACE, 'db', 'cache', 'files', '-o', 'json')
  const diagnosis = JSON.parse(output) as Diagnosis
  return { status, found: diagnosis.findings.map(({ rule, subject }) => `${rule} ${subject.name}`), diagnosis }
}

it('finds nothing where all is well, and tries every Service from a pod of each node', async () => {
  const { status, found, diagnosis } = await doctor()
  // What lies behind the host's uplink is not read; the real client settles it.
  expect(diagnosis.connections.filter(({ agree, to }) => agree !== (to.name === 'files' ? null : true))).toEqual([])
  expect({ status, found }).toEqual({ status: 0, found: [] })
  expect(new Set(diagnosis.connections.map(({ from }) => from.node))).toEqual(new Set(nodes))
  expect(diagnosis.connections).toHaveLength(10)
})

it('says which cluster it looks at, and traces all seven stages from a pod of a Deployment', async () => {
  const { status, output, words } = await fairlead('trace', 'deploy/web', 'db', '-n', SPACE)
  expect(words).toContain('Looking at cluster kind-fairlead-proof of context kind-fairlead-proof')
  expect(status).toBe(0)
  const stages = output.split('\n').flatMap((line) => /^[o-] (\d) /.exec(line)?.[1] ?? [])
  expect(stages).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  expect(output).toMatch(/measured +connected, after .* - as the model says/)
})

interface Fault {
  readonly what: string
  readonly finds: readonly string[]
  readonly inject: (at: Outside) => unknown
  readonly mend: (at: Outside) => unknown
}

const patch = (kind: string, name: string, body: object, type = 'merge') =>
  kubectl(['patch', kind, name, '-n', SPACE, '--type', type, '-p', JSON.stringify(body)])
const label = (value: string | null) =>
  patch('endpointslice', 'cache-1', { metadata: { labels: { 'kubernetes.io/service-name': value } } })
const ready = (value: boolean, address: string) =>
  patch('endpointslice', 'db-1', { endpoints: [{ addresses: [address], conditions: { ready: value } }] })
const rule = (action: '-I' | '-D', ...words: string[]) => run('iptables', ['-w', action, ...words])
const onNodes = (...argv: string[]) => nodes.map((node) => docker('exec', node, ...argv))

const faults: readonly Fault[] = [
  {
    what: 'a slice without the label of its Service',
    finds: ['slice-without-service-label cache'],
    inject: () => label(null),
    mend: () => label('cache'),
  },
  {
    what: 'an endpoint that is not ready',
    finds: ['endpoints-not-ready db'],
    inject: ({ hostAddress }) => ready(false, hostAddress),
    mend: ({ hostAddress }) => ready(true, hostAddress),
  },
  {
    what: 'a drop in DOCKER-USER',
    finds: ['docker-user-drops files'],
    inject: ({ lanAddress }) => rule('-I', 'DOCKER-USER', '-d', lanAddress, '-j', 'DROP'),
    mend: ({ lanAddress }) => rule('-D', 'DOCKER-USER', '-d', lanAddress, '-j', 'DROP'),
  },
  {
    what: 'a drop by the host’s firewall',
    finds: ['host-firewall-drops db'],
    inject: () => rule('-I', 'INPUT', '-p', 'tcp', '--dport', '5432', '-j', 'DROP'),
    mend: () => rule('-D', 'INPUT', '-p', 'tcp', '--dport', '5432', '-j', 'DROP'),
  },
  {
    what: 'a node’s firewall that rejects',
    finds: ['node-firewall-rejects cache'],
    inject: () => onNodes('iptables', '-I', 'FORWARD', '-p', 'tcp', '--dport', '6379', '-j', 'REJECT'),
    mend: () => onNodes('iptables', '-D', 'FORWARD', '-p', 'tcp', '--dport', '6379', '-j', 'REJECT'),
  },
  {
    what: 'a route of the node that blocks',
    finds: ['node-route-blocks files'],
    inject: ({ lanAddress }) => onNodes('ip', 'route', 'add', 'blackhole', lanAddress),
    mend: ({ lanAddress }) => onNodes('ip', 'route', 'del', 'blackhole', lanAddress),
  },
  {
    what: 'a LAN machine that is gone',
    finds: ['target-down files'],
    inject: () => run('ip', ['-n', 'fairlead-test-lan', 'link', 'set', 'eth0', 'down']),
    mend: () =>
      run('ip', ['-n', 'fairlead-test-lan', 'link', 'set', 'eth0', 'up']) +
      run('ip', ['-n', 'fairlead-test-lan', 'route', 'add', 'default', 'via', '192.168.251.1']),
  },
]

test.each(faults)('$what: $finds', async ({ finds, inject, mend }) => {
  await inject(outside)
  try {
    await expect.poll(async () => (await doctor()).found, { timeout: 60_000, interval: 2_000 }).toEqual(finds)
  } finally {
    await mend(outside)
  }
  await expect.poll(async () => (await doctor()).found, { timeout: 60_000, interval: 2_000 }).toEqual([])
})

it('names a server that listens on 127.0.0.1 only', async () => {
  const server = await listen([], '127.0.0.1', 5433)
  const ports = (port: number) => patch('endpointslice', 'db-1', { ports: [{ name: 'main', port, protocol: 'TCP' }] })
  ports(5433)
  try {
    await expect
      .poll(async () => (await doctor()).found, { timeout: 60_000, interval: 2_000 })
      .toEqual(['listener-on-loopback db'])
  } finally {
    server.kill('SIGKILL')
    ports(5432)
  }
})

describe('without root, through the Engine alone', () => {
  const asked = ['doctor', '-n', SPACE, 'db', 'cache', 'files', '-o', 'json']
  const found = (output: string) => (JSON.parse(output) as Diagnosis).findings.map(({ rule }) => rule)

  it('finds nothing where all is well, and says that the host was not read', async () => {
    const { status, output, words } = await asMember(...asked)
    expect({ status, found: found(output) }).toEqual({ status: 0, found: [] })
    expect(words).toMatch(
      /Not read: host: it takes root, or --host-helper=yes \(a short-lived container of .* that only reads\)/,
    )
  })

  it('names what the host’s firewall does, read through a container that is gone afterwards', async () => {
    rule('-I', 'INPUT', '-p', 'tcp', '--dport', '5432', '-j', 'DROP')
    try {
      const { output } = await asMember(...asked, '--host-helper=yes')
      expect(found(output)).toEqual(['host-firewall-drops'])
    } finally {
      rule('-D', 'INPUT', '-p', 'tcp', '--dport', '5432', '-j', 'DROP')
    }
    expect(docker('ps', '--all', '--quiet', '--filter', 'label=dev.fairlead.helper')).toBe('')
  })

  it('tells what ends on a node without the host', async () => {
    onNodes('iptables', '-I', 'FORWARD', '-p', 'tcp', '--dport', '6379', '-j', 'REJECT')
    try {
      const { status, output } = await asMember(...asked, '--host-helper=no')
      expect({ status, found: found(output) }).toEqual({ status: 1, found: ['node-firewall-rejects'] })
    } finally {
      onNodes('iptables', '-D', 'FORWARD', '-p', 'tcp', '--dport', '6379', '-j', 'REJECT')
    }
  })
})
