// A host that does not forward, as after a reload of sysctls without Docker's.
import type { Fault } from '../fault.ts'
import { writeSysctl } from '../write-sysctl.ts'

export const fault: Fault = {
  name: 'forwarding-off',
  summary: 'the host does not forward IPv4',
  finds: ['forwarding-off'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: (lab) => writeSysctl(lab, 'host', 'net.ipv4.ip_forward', '0'),
  mend: (lab) => writeSysctl(lab, 'host', 'net.ipv4.ip_forward', '1'),
}
