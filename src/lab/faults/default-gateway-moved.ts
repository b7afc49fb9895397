// A node whose default route leads to a container, as when a second network or a VPN container takes the route over.
import type { Fault, LabControl } from '../fault.ts'
import { writeSysctl } from '../write-sysctl.ts'

export const fault: Fault = {
  name: 'default-gateway-moved',
  summary: 'the default route of node-1 leads to 172.18.0.4, a container that forwards nothing',
  finds: ['default-gateway-moved'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: (lab) => lead(lab, { to: '172.18.0.4', forwarding: '0' }),
  mend: (lab) => lead(lab, { to: '172.18.0.1', forwarding: '1' }),
}

async function lead(lab: LabControl, { to, forwarding }: { to: string; forwarding: '0' | '1' }): Promise<void> {
  await writeSysctl(lab, 'cache', 'net.ipv4.ip_forward', forwarding)
  await lab.run('node-1', ['ip', 'route', 'replace', 'default', 'via', to, 'dev', 'eth0'])
}
