// The running containers beside the nodes that have a network namespace of their own.
import type { DockerFacts } from '../../model/snapshot.ts'
import { numberOf, objectOf, textOf } from '../../parse/json-value.ts'
import type { MatchedNodes } from './match-nodes.ts'

export interface OtherContainer {
  readonly id: string
  readonly name: string
  /** Of its first process, as the Engine's machine counts. */
  readonly pid: number
}

export function otherContainers(docker: DockerFacts, { nodes }: MatchedNodes): OtherContainer[] {
  const taken = new Set(nodes.map(({ container }) => container))
  return docker.containers.flatMap((container) => {
    const id = textOf(container, 'Id') ?? ''
    const pid = numberOf(objectOf(container, 'State'), 'Pid') ?? 0
    const mode = textOf(objectOf(container, 'HostConfig'), 'NetworkMode') ?? ''
    const shares = mode === 'host' || mode === 'none' || mode.startsWith('container:')
    if (pid === 0 || taken.has(id) || shares) return []
    return [{ id, name: (textOf(container, 'Name') ?? id).replace(/^\//, ''), pid }]
  })
}
