// Parses -m socket --transparent: whether a transparent proxy's socket already has the packet.
import { compare, exact } from '../../compare.ts'
import type { MatchParser } from './match-parser.ts'

export const socket: MatchParser = (options) => {
  const names = options.map((option) => option.name)
  // Without --transparent any socket counts, and that the model has no field for.
  if (!names.includes('--transparent') || names.length !== 1) return null
  return [compare('socket.transparent', [exact(1)])]
}
