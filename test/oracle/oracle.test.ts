// The model against the kernel: random flows over random small networks, each really connected; every disagreement is shown whole.
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { paceRequests } from '../../src/app/doctor/pace-requests.ts'
import { collectNetwork } from '../../src/collect/namespaces/collect-network.ts'
import { probeConnections } from '../../src/probe/probe-connections.ts'
import { compile } from '../../src/trace/compile.ts'
import { follow } from '../../src/trace/follow.ts'
import { compare } from './compare.ts'
import { randomNetwork } from './random-network.ts'
import { buildNetwork } from './real-network.ts'

const firstSeed = Number(process.env.ORACLE_SEED ?? 1)
const networks = Number(process.env.ORACLE_NETWORKS ?? 25)
const flowsEach = 8
const seeds = Array.from({ length: networks }, (_, index) => firstSeed + index)

describe.concurrent('the model says what the kernel does', { timeout: 120_000 }, () => {
  it.each(seeds)('in the network of seed %i', async (seed) => {
    const plan = randomNetwork(seed, flowsEach)
    const real = await buildNetwork(plan)
    try {
      const network = compile(await collectNetwork(real.file))
      const forecasts = plan.flows.map((flow) => ({
        from: flow.from,
        to: { address: flow.destination, port: flow.port, protocol: flow.protocol },
        paths: follow(network, {
          from: flow.from,
          protocol: flow.protocol,
          destination: flow.destination,
          destinationPort: flow.port,
        }),
      }))
      const { requests } = paceRequests(forecasts)
      const measurements = await probeConnections(real.file, requests, { timeoutMs: 5_000 })
      const results = measurements.map((measurement) => {
        const forecast = forecasts.find(
          (one) => one.from === measurement.from && isDeepStrictEqual(one.to, measurement.to),
        )
        if (!forecast) throw new Error(`nobody asked for ${JSON.stringify(measurement.to)}`)
        return compare(forecast, measurement)
      })
      expect(results.length).toBeGreaterThan(flowsEach / 2)
      expect(results.filter((result) => !result.agree)).toEqual([])
      expect(results.filter((result) => result.undetermined)).toEqual([])
    } finally {
      await real.takeDown()
    }
  })
})
