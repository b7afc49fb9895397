// A LOG rule on the very packets that go to the database: it stops nothing.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'log-rule',
  summary: 'the host logs new connections to port 5432',
  finds: [],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: commands('host', ['iptables -w -I INPUT -i br-kind -p tcp -m tcp --dport 5432 -j LOG']),
  mend: commands('host', ['iptables -w -D INPUT -i br-kind -p tcp -m tcp --dport 5432 -j LOG']),
}
