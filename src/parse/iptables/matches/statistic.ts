// Parses -m statistic: a share of the packets, by chance or by turns.
import type { MatchParser } from './match-parser.ts'

export const statistic: MatchParser = (options) => {
  const firstValue = (name: string) => options.find((option) => option.name === name)?.values[0]
  const mode = firstValue('--mode')
  if (mode === 'random') {
    const probability = Number(firstValue('--probability') ?? 'x')
    if (!(probability >= 0 && probability <= 1)) return null
    const negated = options.some((option) => option.name === '--probability' && option.negated)
    return [{ kind: 'random', probability: negated ? 1 - probability : probability }]
  }
  const every = Number(firstValue('--every') ?? 'x')
  const packet = Number(firstValue('--packet') ?? 0)
  const negated = options.some((option) => option.negated)
  if (mode !== 'nth' || negated || !Number.isInteger(every) || every < 1 || !Number.isInteger(packet)) return null
  return [{ kind: 'nth', every, packet }]
}
