// Links of a real namespace, parsed: kind, state, peer, tunnel, addresses.
import { describe, expect, it } from 'vitest'
import { raw } from '../../../test/parse/real-namespace.ts'
import { parseNamespace } from '../parse-namespace.ts'

const namespace = parseNamespace(raw)
const link = (name: string) => namespace.links.find((one) => one.name === name)

describe('links', () => {
  it('have kind, state, size and port of a bridge', () => {
    expect(link('v0')).toEqual({
      index: link('v0')?.index,
      name: 'v0',
      kind: 'veth',
      kindName: 'veth',
      macAddress: '02:00:00:00:00:10',
      mtuBytes: 1400,
      up: true,
      carrier: true,
      noArp: false,
      master: 'br0',
      peer: { namespace: 'node-1', index: link('v1')?.index },
      addresses: link('v0')?.addresses,
      bridge: null,
      port: { state: link('v0')?.port?.state, hairpin: true, isolated: true, learning: false, flood: true },
      vxlan: null,
      macvlanMode: null,
    })
    expect(link('v1')).toMatchObject({ noArp: true, master: null, port: null })
    expect(link('br0')).toMatchObject({
      kind: 'bridge',
      bridge: { vlanFiltering: false, netfilterCall4: true, netfilterCall6: false },
    })
    expect(link('lo')?.kind).toBe('loopback')
  })

  it('have their peer, in the namespace that its id belongs to', () => {
    expect(link('far')?.peer).toEqual({ namespace: 'other', index: 2 })
    expect(link('mv0')).toMatchObject({
      kind: 'macvlan',
      macvlanMode: 'bridge',
      peer: { namespace: 'node-1', index: link('v1')?.index },
    })
    expect(
      parseNamespace({ ...raw, netnsIds: [{ nsid: 0, namespace: null }] }).links.find((one) => one.name === 'far')
        ?.peer,
    ).toEqual({ namespace: null, index: 2 })
  })

  it('have their tunnel; one whose ends each packet brings along is of another kind', () => {
    expect(link('flannel.1')?.vxlan).toEqual({
      id: 1,
      remote: null,
      local: '10.0.0.1',
      port: 8472,
      link: null,
      learning: false,
    })
    expect(link('vx2')?.vxlan).toEqual({
      id: 7,
      remote: '10.0.0.9',
      local: null,
      port: 4789,
      link: 'br0',
      learning: true,
    })
    expect(link('vx3')).toMatchObject({ kind: 'other', kindName: 'vxlan external', vxlan: null })
  })

  it('have their addresses of both families', () => {
    expect(link('br0')?.addresses.slice(0, 2)).toEqual([
      { family: 4, address: '10.0.0.1', prefixLength: 24, peer: null, scope: 'global', flags: [] },
      { family: 6, address: 'fd00::1', prefixLength: 64, peer: null, scope: 'global', flags: ['nodad'] },
    ])
    expect(link('v1')?.addresses[0]).toEqual({
      family: 4,
      address: '10.9.9.1',
      prefixLength: 32,
      peer: '10.9.9.2',
      scope: 'global',
      flags: [],
    })
  })
})
