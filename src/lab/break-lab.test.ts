// Every fault is switched on in a real lab and mended again: nothing of it may be left.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { useOwnLabs } from '../../test/own-labs.ts'
import { breakLab, mendLab } from './break-lab.ts'
import { runInNamespace } from './enter-namespace.ts'
import { listFaults } from './faults/index.ts'
import { labDirectory } from './lab-directory.ts'
import { readLab } from './lab-record.ts'
import { labStatus } from './lab-status.ts'
import { readManifests } from './manifests-file.ts'
import { raiseLab } from './raise-lab.ts'
import { fileName } from './setup/render-setup.ts'

useOwnLabs()
let healthy: Record<string, unknown> = {}
beforeAll(async () => {
  await raiseLab()
  healthy = await stateOfLab()
})

/** All that a fault may change, as text; without what changes by itself (counters, learned neighbours, pids), without tables that hold
 *  nothing, which iptables cannot take away, and without iptables' own tables as nft prints them, in the order of making. */
const look = `
ip -br addr | sed 's/@if[0-9]*//'
ip route show table all; ip -6 route show table all | grep -v '^multicast\\|^anycast'
ip rule; ip -6 rule
ip neigh show nud permanent; ip -6 neigh show nud permanent
for tool in iptables ip6tables; do for kind in nft legacy; do $tool-$kind-save 2>/dev/null; done; done |
  sed -e 's/\\[[0-9]*:[0-9]*\\]//' -e '/^#/d' -e '/^:.* ACCEPT $/d' -e '/^COMMIT/d' -e '/^[*]/d'
nft -s list ruleset 2>/dev/null | awk '/^table ip6? (nat|filter|raw|mangle|security) /{skip=1} !skip{print} /^}/{skip=0}'
ss -Hltun | awk '{print $1, $2, $4, $5}' | sort
for file in /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/forwarding /proc/sys/net/bridge/*; do
  [ -e "$file" ] && echo "$file $(cat "$file")"
done
`

async function stateOfLab(): Promise<Record<string, unknown>> {
  const lab = await readLab('default')
  const texts = await Promise.all(lab.namespaces.map(({ name }) => runInNamespace(lab, name, ['sh', '-c', look])))
  const files = lab.namespaces.flatMap(({ name }) =>
    ['resolv.conf', 'hosts'].map((file) => join('namespaces', fileName(name), file)),
  )
  return {
    ...Object.fromEntries(lab.namespaces.map(({ name }, index) => [name, texts[index]?.split('\n')])),
    ...Object.fromEntries(
      ['docker.json', 'zone.json', ...files].map((file) => [
        file,
        readFileSync(join(labDirectory('default'), file), 'utf8'),
      ]),
    ),
    objects: await readManifests('default'),
    listeners: lab.listeners.map((listener) => listener.spec).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

test.each(listFaults().map((fault) => [fault.name, fault] as const))(
  '%s leaves no trace when it is mended',
  async (name) => {
    await breakLab('default', name)
    expect((await labStatus('default')).state).toBe('up')
    await mendLab('default', name)
    expect(await stateOfLab()).toEqual(healthy)
  },
)
