// Routes and policy rules of a real namespace, parsed; their texts are those of ip itself.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../test/parse/print-sections.ts'
import { printed, raw } from '../../../test/parse/real-namespace.ts'
import { parseNamespace } from '../parse-namespace.ts'

const namespace = parseNamespace(raw)
const route = (destination: string) => namespace.routes.find((one) => one.destination === destination)
const rule = (priority: number) => namespace.policyRules.find((one) => one.priority === priority)

describe('routes', () => {
  it('are those of every table, each with the text of ip route', () => {
    expect(namespace.routes.filter(({ family }) => family === 4).map(({ text }) => text)).toEqual(
      linesOf(printed.routes4),
    )
    expect(namespace.routes.filter(({ family }) => family === 6).map(({ text }) => text)).toEqual(
      linesOf(printed.routes6),
    )
  })

  it('have all that decides where a packet goes', () => {
    expect(route('10.244.2.0/24')).toMatchObject({
      gateway: '10.244.2.0',
      link: 'flannel.1',
      onlink: true,
      table: 'main',
      flags: [],
    })
    expect(route('10.7.0.0/16')).toMatchObject({
      gateway: null,
      link: null,
      nextHops: [
        { gateway: '10.0.0.2', link: 'br0', weight: 1, flags: [] },
        { gateway: '10.0.0.3', link: 'br0', weight: 2, flags: [] },
      ],
    })
    expect(route('10.98.0.0/16')).toMatchObject({
      mtuBytes: 1300,
      tos: 0x28,
      metric: 7,
      preferredSource: '10.0.0.1',
      scope: 'link',
    })
    expect(route('10.99.0.0/16')).toMatchObject({ gateway: 'fd00::9', link: 'br0' })
    expect(route('10.8.0.0/16')).toMatchObject({ type: 'blackhole', link: null })
    expect(route('10.72.0.0/16')?.type).toBe('throw')
    expect(route('0.0.0.0/0')).toMatchObject({ table: '100', gateway: '10.0.0.9' })
    expect(route('::/0')).toMatchObject({ family: 6, gateway: 'fd00::9', metric: 1024 })
    expect(route('10.9.9.1/32')).toMatchObject({ type: 'local', table: 'local' })
  })
})

describe('policy rules', () => {
  it('have the text of ip rule', () => {
    const texts = namespace.policyRules.map(({ text }) => text)
    expect(texts).toEqual([...linesOf(printed.rules4), ...linesOf(printed.rules6)])
  })

  it('have their selectors and actions', () => {
    expect(rule(90)).toMatchObject({
      from: '10.0.0.0/8',
      to: null,
      mark: { value: 16, mask: 255 },
      incomingLink: 'br0',
      action: { kind: 'lookup', table: '100' },
      unknown: [],
    })
    expect(rule(80)).toMatchObject({
      not: true,
      to: '10.1.0.0/16',
      protocol: 'tcp',
      destinationPorts: { from: 80, to: 90 },
      suppressPrefixLength: 0,
      unknown: ['uid_start', 'uid_end'],
    })
    expect(rule(70)).toMatchObject({ from: '1.2.3.4/32', action: { kind: 'prohibit' } })
    expect(rule(60)?.action).toEqual({ kind: 'goto', priority: 32766 })
    expect(rule(61)).toMatchObject({
      outgoingLink: 'v0',
      sourcePorts: { from: 53, to: 53 },
      protocol: 'udp',
      tos: 0x10,
    })
    expect(rule(62)?.action).toEqual({ kind: 'nop' })
    expect(rule(63)).toMatchObject({ family: 6, from: 'fd00::/8', action: { kind: 'blackhole' } })
    expect(namespace.policyRules.filter(({ priority }) => priority === 0).map(({ family }) => family)).toEqual([4, 6])
  })
})
