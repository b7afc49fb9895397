// A firewall rule with a match whose meaning is not known here: what it does to a connection cannot be told.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'unknown-match',
  summary: 'the host has a rule for port 5432 with a match that Fairlead does not understand',
  finds: ['could-not-read'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: commands('host', ['iptables -w -I INPUT -p tcp -m tcp --dport 5432 -m u32 --u32 0x0=0x0 -j DROP']),
  mend: commands('host', ['iptables -w -D INPUT -p tcp -m tcp --dport 5432 -m u32 --u32 0x0=0x0 -j DROP']),
}
