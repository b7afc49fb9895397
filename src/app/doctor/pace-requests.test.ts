// Connections that end in ICMP errors are started apart, all others at once.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../../test/small-network.ts'
import { compile } from '../../trace/compile.ts'
import { follow } from '../../trace/follow.ts'
import { type Forecast, Pacer, paceRequests } from './pace-requests.ts'

const network = compile(
  podNodeHost().listen('host', '0.0.0.0', 5432).route('node', '10.99.0.0/16', null, null, 'unreachable').snapshot(),
)

function forecast(address: string, port: number): Forecast {
  const paths = follow(network, { from: 'pod', protocol: 'tcp', destination: address, destinationPort: port })
  return { from: 'pod', to: { address, port, protocol: 'tcp' }, paths }
}

it('what connects, or is refused by a reset, starts at once', () => {
  const forecasts = Array.from({ length: 9 }, (_, index) => forecast('172.18.0.1', index === 0 ? 5432 : 9000 + index))
  expect(paceRequests(forecasts).requests.map((request) => request.afterMs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
})

it('routing errors of one node to one pod: two at once, then one every 2.2 s, and none that would come too late', () => {
  const forecasts = Array.from({ length: 9 }, (_, index) => forecast(`10.99.0.${index + 1}`, 80))
  const { requests, left } = paceRequests(forecasts)
  expect(requests.map((request) => request.afterMs)).toEqual([0, 0, 2200, 4400, 6600, 8800, 11_000])
  expect(left.map((one) => one.to.address)).toEqual(['10.99.0.8', '10.99.0.9'])
})

it('a later batch waits for what an earlier one has used up', () => {
  const pacer = new Pacer()
  expect(pacer.pace([forecast('10.99.0.1', 80), forecast('10.99.0.2', 80)]).requests.map((one) => one.afterMs)).toEqual(
    [0, 0],
  )
  const [later] = pacer.pace([forecast('10.99.0.3', 80)]).requests
  expect(later?.afterMs).toBeGreaterThan(1_000)
  expect(pacer.pace([forecast('172.18.0.1', 5432)]).requests.map((one) => one.afterMs)).toEqual([0])
})
