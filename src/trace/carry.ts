// Carries one packet step by step from where it is made until it ends somewhere.
import { type Ending, endingOf } from './ending.ts'
import { stepArrive } from './steps/arrive.ts'
import { stepDeliver } from './steps/deliver.ts'
import { stepForward } from './steps/forward.ts'
import { stepInput } from './steps/input.ts'
import { stepOutput } from './steps/output.ts'
import type { Next, Place, Walk } from './steps/place.ts'
import { stepSend } from './steps/send.ts'
import { stepTransmit } from './steps/transmit.ts'

/** A packet with TTL 64 takes at most 64 forwards of some eight steps each; more is a loop below the network layer. */
const stepsAtMost = 64 * 12

export function carry(walk: Walk, start: Place): Ending {
  let place = start
  for (let count = 0; count < stepsAtMost; count += 1) {
    const next = step(walk, place)
    if ('ending' in next) return next.ending
    place = next.place
  }
  const { namespace } = place
  return endingOf({
    kind: 'looped',
    stage: 5,
    namespace: namespace.name,
    reason: { kind: 'ttl-exceeded' },
    packet: walk.packet,
  })
}

function step(walk: Walk, place: Place): Next {
  switch (place.kind) {
    case 'output':
      return stepOutput(walk, place)
    case 'arrive':
      return stepArrive(walk, place)
    case 'input':
      return stepInput(walk, place)
    case 'forward':
      return stepForward(walk, place)
    case 'deliver':
      return stepDeliver(walk, place)
    case 'send':
      return stepSend(walk, place)
    case 'transmit':
      return stepTransmit(walk, place)
    default:
      return place satisfies never
  }
}
