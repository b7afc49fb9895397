// The host's OUTPUT chain drops what the database answers: the request arrives, its reply does not.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'reply-dropped',
  summary: 'the host drops the replies of port 5432',
  finds: ['reply-dropped'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', ['iptables -w -I OUTPUT -s 172.18.0.1/32 -p tcp -m tcp --sport 5432 -j DROP']),
  mend: commands('host', ['iptables -w -D OUTPUT -s 172.18.0.1/32 -p tcp -m tcp --sport 5432 -j DROP']),
}
