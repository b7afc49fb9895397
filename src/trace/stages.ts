// On which of the seven stages something happens, from the role of the namespace and what the packet does there.
import type { Role } from '../model/namespace.ts'
import type { PathStage } from '../model/path.ts'

/** port: a pod's link or bridge. tunnel: wrapping and unwrapping. filter: netfilter and the outer interface. */
export type Doing = 'port' | 'tunnel' | 'filter' | 'routing' | 'socket'

export function stageOf(role: Role, doing: Doing, isClient: boolean): PathStage {
  if (doing === 'socket') return 7
  switch (role) {
    case 'pod':
      return isClient ? 1 : 7
    case 'node':
      return doing === 'port' ? 2 : doing === 'tunnel' ? 3 : doing === 'routing' ? 5 : 4
    case 'host':
      return 6
    case 'container':
    case 'lan':
      return 7
    default:
      return role satisfies never
  }
}
