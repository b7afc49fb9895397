// The drawing of a traced packet, text by text.
import { describe, expect, it } from 'vitest'
import { podNodeHost, type SmallNetwork } from '../../test/small-network.ts'
import type { Measurement, NameMeasurement, Outcome } from '../model/measurement.ts'
import { compile } from '../trace/compile.ts'
import { follow } from '../trace/follow.ts'
import { noPaint, terminalPaint } from './paint.ts'
import { renderTrace } from './render-trace.ts'
import type { TraceReport } from './trace-document.ts'

const plain = { width: 80, paint: noPaint, verbose: false }

function traced(network: SmallNetwork, measured: Outcome | null, agree: boolean | null): TraceReport {
  const snapshot = network.snapshot()
  const paths = follow(compile(snapshot), {
    from: 'pod',
    protocol: 'tcp',
    destination: '172.18.0.1',
    destinationPort: 5432,
  })
  const measurement = measured === null ? null : measurementOf(measured)
  const notRun = measured === null ? 'the snapshot holds no such connection' : null
  return {
    snapshot,
    from: 'pod',
    to: '172.18.0.1:5432',
    names: [],
    nameFailure: null,
    paths: paths.map((path) => ({ path, measurement, notRun, agree })),
  }
}

function measurementOf(outcome: Outcome): Measurement {
  const attempt = { outcome, delayMs: 0.4 }
  return {
    from: 'pod',
    to: { address: '172.18.0.1', port: 5432, protocol: 'tcp' },
    status: 'run',
    why: null,
    ...attempt,
    attempts: [attempt],
    sourcePorts: [40_001],
  }
}

describe('a traced packet', () => {
  it('is drawn on the seven stages, with what its client saw and the way back', () => {
    const network = podNodeHost().listen('host', '172.18.0.1', 5432)
    expect(renderTrace(traced(network, 'connected', true), plain)).toBe(`pod -> 172.18.0.1:5432

o 1 Pod namespace  pod (eth0)
       route      unicast 0.0.0.0/0
       neighbour  10.244.1.1 dev eth0 lladdr 02:00:18:44:5d:f0
o 2 CNI bridge  node (v-pod)
       bridge     bridge cni0: v-pod -> cni0
- 3 Encapsulation
    not needed: the target is outside the cluster CIDR
o 4 Node interface  node (cni0), node (eth0)
 then  neighbour  172.18.0.1 dev eth0 lladdr 02:00:ed:fd:eb:68
o 5 External routing  node
       route      unicast 172.18.0.2/16
o 6 Docker bridge and host  host (br0)
       bridge     bridge br0: v-node -> br0
       route      local 172.18.0.1/32
o 7 Target  host (br0)
       socket     LISTEN 172.18.0.1:5432
    => delivered in host: 172.18.0.1:5432 takes it

  dialled   10.244.1.10:40001 > 172.18.0.1:5432
  model     connected, at once
  measured  connected, after 0.4 ms - as the model says
  way back  host -> node -> pod: delivered, the client receives it
`)
  })

  it('is marked where it ends, with the errno in the words of the C library', () => {
    const text = renderTrace(traced(podNodeHost().listen('host', '127.0.0.1', 5432), null, null), plain)
    expect(text.slice(text.indexOf('x 7'))).toBe(`x 7 Target  host (br0)
       socket     no socket for 172.18.0.1:5432
    => refused in host: nothing listens on 172.18.0.1:5432; 127.0.0.1:5432 does

  dialled   10.244.1.10:40001 > 172.18.0.1:5432
  model     ECONNREFUSED "Connection refused", at once
  measured  not run: the snapshot holds no such connection
  way back  host -> node -> pod: delivered, the error came back to the client
`)
  })

  it('says aloud that a real client saw something else', () => {
    const text = renderTrace(traced(podNodeHost().listen('host', '0.0.0.0', 5432), 'timeout', false), plain)
    expect(text).toContain('  measured  no answer, until the client gives up - NOT as the model says\n')
  })

  it('says of the stages behind its end that they are not reached', () => {
    const network = podNodeHost().sysctl('node', 'net.ipv4.conf.cni0.forwarding', '0')
    const text = renderTrace(traced(network, null, null), plain)
    expect(text).toContain(`- 7 Target
    not reached: the packet ends in node
`)
    expect(text).toContain('  model     no answer, until the client gives up\n')
  })

  it('fits its width, in colour or without', () => {
    const report = traced(podNodeHost().listen('host', '127.0.0.1', 5432), 'ECONNREFUSED', true)
    for (const width of [50, 80, 132]) {
      const lines = renderTrace(report, { width, paint: noPaint, verbose: true }).split('\n')
      expect(lines.filter((line) => line.length > width)).toEqual([])
      const coloured = renderTrace(report, { width, paint: terminalPaint, verbose: true })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
      expect(coloured.replace(/\u001b\[\d+m/g, '').split('\n')).toEqual(lines)
    }
  })
})

describe('a name that gives no address', () => {
  const asked: NameMeasurement = {
    from: 'pod',
    name: 'db',
    outcome: 'EAI_NONAME',
    addresses: [],
    delayMs: 1.2,
    queries: [],
    again: [],
  }

  it('ends the packet before stage 1', () => {
    const report: TraceReport = {
      snapshot: podNodeHost().snapshot(),
      from: 'pod',
      to: 'db',
      names: [
        { query: 'db.shop.svc.cluster.local.', type: 'A', server: '10.96.0.10', rcode: 'NXDOMAIN', answers: [] },
        { query: 'db.', type: 'A', server: '10.96.0.10', rcode: 'NXDOMAIN', answers: [] },
      ],
      nameFailure: {
        outcome: 'EAI_NONAME',
        because: '10.96.0.10 says NXDOMAIN to db.shop.svc.cluster.local., db.',
        evidence: [],
        port: 5432,
        protocol: 'tcp',
        client: { outcome: 'EAI_NONAME', delayMs: { min: 0, max: null } },
        asked,
        agree: true,
      },
      paths: [],
    }
    expect(renderTrace(report, plain)).toBe(`pod -> db

x 0 Name resolution
    db.shop.svc.cluster.local. A: NXDOMAIN from 10.96.0.10
    db. A: NXDOMAIN from 10.96.0.10
    => no address: 10.96.0.10 says NXDOMAIN to db.shop.svc.cluster.local., db.
- 1 to 7 not reached: the packet is never sent

  model     EAI_NONAME "Name or service not known"
  measured  EAI_NONAME "Name or service not known", after 1.2 ms - as the model
            says
`)
  })
})
