// What a client is told where the answer's own address is in doubt.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../test/small-network.ts'
import { compile } from './compile.ts'
import { follow } from './follow.ts'

/** The server is asked at a second address of the link; without IP_PKTINFO it answers from the first. */
const asked = podNodeHost().address('host', 'br0', '172.18.0.9/16').listen('host', '0.0.0.0', 8125, 'udp')
const flow = { from: 'pod', protocol: 'udp', destination: '172.18.0.9', destinationPort: 8125 } as const

it('whether a UDP server answers from where it was asked cannot be told', () => {
  const [path] = follow(compile(asked.snapshot()), flow)
  expect(path?.reply?.verdict).toMatchObject({ kind: 'undetermined', at: { stage: 7, namespace: 'host' } })
  expect(path?.client.outcome).toBeNull()
})

it('where even the right answer is lost, it does not matter', () => {
  const [path] = follow(compile(asked.rules('host', dropsReplies).snapshot()), flow)
  expect(path?.reply?.verdict).toMatchObject({ kind: 'dropped', at: { stage: 6, namespace: 'host' } })
  expect(path?.client.outcome).toBe('no-reply')
})

const dropsReplies = {
  backend: 'nft' as const,
  tables: [
    {
      family: 'ip' as const,
      name: 'own',
      chains: [
        {
          name: 'out',
          base: {
            hook: 'output' as const,
            type: 'filter' as const,
            priority: 0,
            policy: 'drop' as const,
            device: null,
          },
          rules: [],
        },
      ],
      sets: [],
    },
  ],
}
