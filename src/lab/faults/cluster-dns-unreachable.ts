// A policy of node-2 lets its pods out to every address and forgets DNS.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

const rule = (protocol: string) => `FORWARD -s 10.244.2.0/24 -p ${protocol} --dport 53 -j DROP`

export const fault: Fault = {
  name: 'cluster-dns-unreachable',
  summary: 'node-2 drops the DNS questions of its pods, as a policy that forgets DNS does',
  finds: ['cluster-dns-unreachable'],
  shows: { from: 'shop/api', to: 'db:5432', outcome: 'EAI_AGAIN', delayMs: [15_000, 25_000] },
  inject: commands('node-2', [`iptables -I ${rule('udp')}`, `iptables -I ${rule('tcp')}`]),
  mend: commands('node-2', [`iptables -D ${rule('udp')}`, `iptables -D ${rule('tcp')}`]),
}
