// A NetworkPolicy's selectors and rules in words, the same whatever order their fields are in.
import type { EgressRule, Selector } from './network-policies.ts'

/** `to 10.0.0.0/8 except 10.1.0.0/16, TCP/443`; `to anything`. */
export function egressText({ to = [], ports = [] }: EgressRule): string {
  const ends = to.map(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) return `${ipBlock.cidr}${ipBlock.except?.length ? ` except ${ipBlock.except.join(', ')}` : ''}`
    return `${selectorText(podSelector)}${namespaceSelector ? ` of namespaces: ${selectorText(namespaceSelector)}` : ''}`
  })
  const numbers = ports.map(
    ({ protocol = 'TCP', port = 'any', endPort }) => `${protocol}/${port}${endPort ? `-${endPort}` : ''}`,
  )
  return [`to ${ends.join(' or ') || 'anything'}`, ...numbers].join(', ')
}

export function selectorText({ matchLabels = {}, matchExpressions = [] }: Selector = {}): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`)
  const rest = matchExpressions.map(({ key, operator, values = [] }) =>
    [key, operator, values.join('|')].join(' ').trim(),
  )
  return [...labels, ...rest].toSorted().join(', ') || 'all'
}
