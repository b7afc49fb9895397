// A policy rule of a node that prohibits the LAN.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'node-rule-prohibits',
  summary: 'node-1 has a policy rule that prohibits 192.168.50.0/24',
  finds: ['node-route-blocks'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'EHOSTUNREACH', delayMs: [0, 500] },
  inject: commands('node-1', ['ip rule add priority 100 to 192.168.50.0/24 prohibit']),
  mend: commands('node-1', ['ip rule del priority 100']),
}
