// Neighbours and forwarding entries of a real namespace, parsed; their texts are those of ip and bridge themselves.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../test/parse/print-sections.ts'
import { printed, raw } from '../../../test/parse/real-namespace.ts'
import { parseNamespace } from '../parse-namespace.ts'

const namespace = parseNamespace(raw)

describe('neighbours and forwarding entries', () => {
  it('have the text of ip neigh and bridge fdb', () => {
    expect(namespace.neighbours.map(({ text }) => text).toSorted()).toEqual(linesOf(printed.neighbours).toSorted())
    expect(namespace.forwarding.map(({ text }) => text)).toEqual(linesOf(printed.fdb))
  })

  it('have state and addresses', () => {
    const known = (address: string) => namespace.neighbours.find((one) => one.address === address)
    expect(known('10.0.0.5')).toMatchObject({
      link: 'br0',
      macAddress: '02:00:00:00:00:05',
      state: 'permanent',
      proxy: false,
    })
    expect(known('10.0.0.7')).toMatchObject({ macAddress: null, state: 'failed' })
    expect(known('10.0.0.6')).toMatchObject({ proxy: true, macAddress: null })
    expect(known('fd00::5')).toMatchObject({ family: 6, state: 'noarp' })
    expect(
      namespace.forwarding
        .filter(({ link: name }) => name === 'flannel.1')
        .map(({ macAddress, destination }) => [macAddress, destination]),
    ).toEqual(
      expect.arrayContaining([
        ['00:00:00:00:00:00', '10.0.0.77'],
        ['02:00:00:00:00:77', '10.0.0.78'],
      ]),
    )
    expect(namespace.forwarding.find(({ macAddress }) => macAddress === '02:00:00:00:00:02')).toMatchObject({
      link: 'v0',
      master: 'br0',
      state: 'static',
    })
  })
})
