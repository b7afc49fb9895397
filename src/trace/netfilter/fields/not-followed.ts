// Fields whose value the model cannot say: control groups, sockets looked up by address, link groups, bridge names, route MTU.
// numgen.* is asked for by verdict maps alone, which choose a way instead of reading it.
import { type ReadField, unknown } from './reading.ts'

export const notFollowed: ReadField = () => unknown
