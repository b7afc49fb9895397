// A Service's name that is not answered may still resolve: along the search list to something else of the same name.
import type { Connection } from '../model/connection.ts'

/** `cache` in namespace shop, answered as `cache.` by the nodes' resolver (a container's name): whatever it reaches is not the Service. */
export function answersOtherName({ service, asked }: Pick<Connection, 'service' | 'asked'>): boolean {
  if (!service || asked?.outcome !== 'resolved') return false
  const answered = asked.queries.find((query) => query.answers.some(({ type }) => type === 'A' || type === 'AAAA'))
  return answered !== undefined && !answered.query.toLowerCase().startsWith(`${service.name}.${service.namespace}.`)
}
