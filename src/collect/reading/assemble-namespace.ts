// Puts together the raw namespace out of the sections that the inner script printed.
import type { Role } from '../../model/namespace.ts'
import {
  BRIDGE_COMMANDS,
  IP_COMMANDS,
  type NetnsId,
  type RawNamespace,
  type ToolOutput,
} from '../../parse/raw-namespace.ts'
import type { Sections } from './parse-sections.ts'

export interface NamespaceIdentity {
  readonly name: string
  readonly role: Role
  readonly node: string | null
  readonly resolvConf: ToolOutput
  readonly hosts: ToolOutput
}

/** `ownerOf`: the namespace that was read under this name of /var/run/netns, or null. */
export function assembleNamespace(
  { name, role, node, resolvConf, hosts }: NamespaceIdentity,
  { tools }: Sections,
  ownerOf: (listed: string) => string | null,
): RawNamespace {
  const tool = (tool: string, otherwise = ''): ToolOutput => tools.get(tool) ?? { text: otherwise, error: null }
  const { ip4, netnsIds } = splitNetnsIds(tool('ip4'))
  return {
    ...{ name, role, node, resolvConf, hosts },
    ip4,
    ip6: tool('ip6'),
    bridge: tool('bridge', NO_BRIDGES),
    netnsIds: parseNetnsIds(netnsIds, ownerOf),
    nft: tool('nft'),
    iptablesNft4: tool('iptables-nft-4'),
    iptablesNft6: tool('iptables-nft-6'),
    iptablesLegacy4: tool('iptables-legacy-4'),
    iptablesLegacy6: tool('iptables-legacy-6'),
    ss: tool('ss'),
    sysctls: settings(tool('sysctls')),
  }
}

/** What `bridge` prints where there is none. */
const NO_BRIDGES = BRIDGE_COMMANDS.map(() => '[]\n').join('')

/** The script asks for these ids after all that RawNamespace's `ip4` is to hold. */
function splitNetnsIds(output: ToolOutput): { ip4: ToolOutput; netnsIds: string } {
  const lines = (output.text ?? '').trim().split('\n')
  if (lines.length <= IP_COMMANDS.length) return { ip4: output, netnsIds: '' }
  return { ip4: { ...output, text: lines.slice(0, IP_COMMANDS.length).join('\n') }, netnsIds: lines.at(-1) ?? '' }
}

function parseNetnsIds(text: string, ownerOf: (listed: string) => string | null): NetnsId[] {
  if (text === '') return []
  const listed = JSON.parse(text) as readonly { readonly nsid: number; readonly name?: string }[]
  return listed.map(({ nsid, name }) => ({ nsid, namespace: name === undefined ? null : ownerOf(name) }))
}

/** Keys are kept out; and some settings can only be written, which grep says by its exit status alone. */
function settings(output: ToolOutput): ToolOutput {
  if (output.text === null || output.text === '') return output
  const kept = output.text.split('\n').filter((line) => !/^[^:]*\/(tcp_fastopen_key|stable_secret):/.test(line))
  return { text: kept.join('\n'), error: null }
}
