// Sockets opened for this in a namespace, printed by ss, and parsed.
import { expect, it } from 'vitest'
import { printInNamespace } from '../../../test/parse/print-in-namespace.ts'
import { parseSockets } from './parse-sockets.ts'

const server = `
const { createServer, connect } = require('node:net')
const { createSocket } = require('node:dgram')
const { execFileSync } = require('node:child_process')
const listening = (options) => new Promise((done) => { const server = createServer().listen(options, () => done(server)) })
const main = async () => {
  await listening({ port: 5432, host: '127.0.0.1', backlog: 7 })
  await listening({ port: 80, host: '::', backlog: 9 })
  await listening({ port: 81, host: '::', ipv6Only: true })
  await listening({ port: 82, host: 'fe80::1%br0' })
  await listening({ port: 83, host: 'fd00::1' })
  await new Promise((done) => createSocket('udp4').bind(53, '0.0.0.0', done))
  await new Promise((done) => createSocket('udp6').bind(54, '::1', done))
  process.stdout.write(process.pid + '\\n' + execFileSync('ss', ['-HOntulpe']))
  process.exit()
}
main()
`

const printed = printInNamespace(
  `ip link set lo up
ip link add br0 type bridge
ip link set br0 up
ip addr add fe80::1/64 dev br0 nodad
ip addr add fd00::1/64 dev br0 nodad
'${process.execPath}' -`,
  server,
)
const pid = Number(printed.slice(0, printed.indexOf('\n')))
const { facts, problems } = parseSockets(printed.slice(printed.indexOf('\n') + 1))

it('ss prints who listens where, and all of it is read', () => {
  expect(problems).toEqual([])
  expect(
    facts.map(({ protocol, family, address, port, link, v6only }) => [protocol, family, address, port, link, v6only]),
  ).toEqual(
    // The kernel sets IPV6_V6ONLY on whatever is bound to one address (net/ipv6/af_inet6.c __inet6_bind()).
    expect.arrayContaining([
      ['tcp', 4, '127.0.0.1', 5432, null, false],
      ['tcp', 6, '::', 80, null, false],
      ['tcp', 6, '::', 81, null, true],
      ['tcp', 6, 'fe80::1', 82, 'br0', true],
      ['tcp', 6, 'fd00::1', 83, null, true],
      ['udp', 4, '0.0.0.0', 53, null, false],
      ['udp', 6, '::1', 54, null, true],
    ]),
  )
  expect(facts.length).toBe(7)
})

it('a listener has its queue, its process and a text without what no person asked for', () => {
  const postgres = facts.find(({ port }) => port === 5432)
  expect(postgres).toMatchObject({
    state: 'LISTEN',
    queue: { length: 0, limit: 7 },
    processes: [{ name: 'node', pid }],
  })
  expect(postgres?.text).toBe(`LISTEN 127.0.0.1:5432 users:(("node",pid=${pid}))`)
})

it('a name of a process may hold blanks and quotes, and one process several descriptors', () => {
  const line =
    'tcp LISTEN 3 4096 10.0.0.1%eth0.5:80 0.0.0.0:* users:(("a b",pid=1,fd=3),("a b",pid=1,fd=4),("c,(d",pid=2,fd=3)) ino:1 sk:2 <->'
  expect(parseSockets(line).facts).toEqual([
    {
      protocol: 'tcp',
      family: 4,
      state: 'LISTEN',
      address: '10.0.0.1',
      port: 80,
      link: 'eth0.5',
      v6only: false,
      queue: { length: 3, limit: 4096 },
      processes: [
        { name: 'a b', pid: 1 },
        { name: 'c,(d', pid: 2 },
      ],
      text: 'LISTEN 10.0.0.1%eth0.5:80 users:(("a b",pid=1),("c,(d",pid=2))',
    },
  ])
})

it('a line that is no socket is named', () => {
  expect(parseSockets('Cannot open netlink socket: Protocol not supported\n').problems).toEqual([
    'socket not understood: Cannot open netlink socket: Protocol not supported',
  ])
})
