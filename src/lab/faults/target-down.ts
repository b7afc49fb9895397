// The LAN machine is gone from its address: whoever asks for it gets no answer, and the client reads `No route to host` after three seconds.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'target-down',
  summary: 'the LAN machine has lost its address 192.168.50.20',
  finds: ['target-down'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [2000, 4500] },
  inject: async (lab) => {
    await commands('nas', ['ip addr del 192.168.50.20/24 dev eth0'])(lab)
    await commands('host', ['ip neigh flush to 192.168.50.20 dev eth0'])(lab)
  },
  mend: async (lab) => {
    await commands('nas', ['ip addr replace 192.168.50.20/24 brd + dev eth0'])(lab)
    await commands('host', ['ip neigh flush to 192.168.50.20 dev eth0'])(lab)
  },
}
