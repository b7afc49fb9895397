// A host that does not forward, as after a reload of sysctls without Docker's.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'forwarding-off',
  summary: 'the host does not forward IPv4',
  finds: ['forwarding-off'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', ['sysctl -qw net.ipv4.ip_forward=0']),
  mend: commands('host', ['sysctl -qw net.ipv4.ip_forward=1']),
}
