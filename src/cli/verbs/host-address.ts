// `fairlead host-address`: the address under which pods reach this host, and why that one.
import type { Candidate } from '../../app/host-address/host-address.ts'
import { hostAddressUseCase } from '../../app/host-address/host-address-use-case.ts'
import { hang } from '../../report/wrap-text.ts'
import { choose } from '../choose.ts'
import { type Invocation, printJson } from '../invocation.ts'

export async function hostAddress(_: unknown, invocation: Invocation): Promise<number> {
  const { terminal, signal, output } = invocation
  const { chosen, rejected } = await hostAddressUseCase(await choose(invocation), {
    signal,
    progress: terminal.progress,
  })
  if (output === 'json') {
    const named = <One extends Candidate>(one: One) => ({ ...one, family: `IPv${one.family}` })
    printJson(invocation, {
      apiVersion: 'fairlead.dev/v1',
      kind: 'HostAddress',
      addresses: chosen.map(named),
      rejected: rejected.map(named),
    })
    return chosen.length > 0 ? 0 : 1
  }
  const { width, paint } = terminal
  const lines = [
    ...(chosen.length === 0 ? [paint.bad('The host has no address on a link that it shares with a node.')] : []),
    ...chosen.flatMap(({ address, why }) => [paint.strong(address), ...hang(why, width, '  ', '  ')]),
    ...(rejected.length === 0 ? [] : ['', 'Not these:']),
    ...byReason(rejected).flatMap(({ why, addresses }) =>
      hang(`${addresses.join(', ')}: ${why}`, width, '  ', '    ').map(paint.faint),
    ),
  ]
  terminal.print(`${lines.join('\n')}\n`)
  return chosen.length > 0 ? 0 : 1
}

function byReason(rejected: readonly Candidate[]): { readonly why: string; readonly addresses: readonly string[] }[] {
  const reasons = new Map<string, string[]>()
  for (const { why, address, link } of rejected) reasons.set(why, [...(reasons.get(why) ?? []), `${address} (${link})`])
  return [...reasons].map(([why, addresses]) => ({ why, addresses }))
}
