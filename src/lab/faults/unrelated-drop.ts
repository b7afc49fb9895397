// A drop for another port: it stops nothing that anybody uses.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'unrelated-drop',
  summary: 'the host drops packets for port 5433',
  finds: [],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'connected', delayMs: [0, 500] },
  inject: commands('host', ['iptables -w -I INPUT -i br-kind -p tcp -m tcp --dport 5433 -j DROP']),
  mend: commands('host', ['iptables -w -D INPUT -i br-kind -p tcp -m tcp --dport 5433 -j DROP']),
}
