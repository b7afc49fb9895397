// An IPsec policy drops what goes to the database: nothing that Fairlead reads shows it.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'hidden-drop',
  summary: 'the host drops packets for port 5432 by an IPsec policy',
  finds: ['model-and-measurement-disagree'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', [
    'ip xfrm policy add src 0.0.0.0/0 dst 172.18.0.1/32 proto tcp dport 5432 dir in action block',
  ]),
  mend: commands('host', ['ip xfrm policy delete src 0.0.0.0/0 dst 172.18.0.1/32 proto tcp dport 5432 dir in']),
}
