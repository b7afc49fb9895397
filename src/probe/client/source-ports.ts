// Chooses source ports: known beforehand, so that conntrack entries and captures can be matched, and never the same twice.
import { randomInt } from 'node:crypto'

const FIRST = 40_000
const LAST = 60_999

export interface SourcePorts {
  next(): number
}

/** Starts at random: a port that was used in the last minute would meet its own connection in TIME_WAIT, here or in a conntrack. */
export function sourcePorts(): SourcePorts {
  let port = randomInt(FIRST, LAST + 1)
  return {
    next() {
      port = port === LAST ? FIRST : port + 1
      return port
    },
  }
}
