// Every way of every client whose node's kube-proxy rules are not what the objects ask for.
import type { Connection } from '../model/connection.ts'
import type { Path } from '../model/path.ts'
import { answersOtherName } from './answers-other-name.ts'
import { failingPaths } from './failing-paths.ts'
import { affectsOf, subjectOf, subjectText } from './finding-about.ts'
import { outcomeText } from './opening.ts'
import { type ProxyLag, proxyLag } from './proxy-lag.ts'
import type { RuleFacts } from './rule.ts'

export interface LaggingWay {
  readonly connection: Connection
  readonly path: Path
  readonly lag: ProxyLag
}

/** Those that work lead to what is no endpoint any more, which is no better. */
export function laggingWays({ connections, snapshot }: Pick<RuleFacts, 'connections' | 'snapshot'>): LaggingWay[] {
  return connections.flatMap((connection) => {
    if (connection.agree === false || answersOtherName(connection)) return []
    const failing = failingPaths(connection).map(({ path }) => path)
    const ways = [...new Set([...connection.paths, ...failing])]
    return ways.flatMap((path) => {
      const lag = path.verdict.kind === 'undetermined' ? null : proxyLag({ connection, path }, snapshot)
      return lag ? [{ connection, path, lag }] : []
    })
  })
}

export function laggingFinding({ connection, path, lag }: LaggingWay) {
  return {
    subject: subjectOf(connection),
    at: { stage: 4, namespace: lag.node.name } as const,
    affects: affectsOf(connection),
    opening: `${subjectText(subjectOf(connection))} ${outcomeText(path.client.outcome)}`,
    position: 4000 + path.mended.length,
  }
}
