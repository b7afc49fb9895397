// A NAT rule that sends the database's port to 127.0.0.1, where the kernel lets nobody from outside.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'loopback-nat-without-route-localnet',
  summary: 'the host translates port 5432 to 127.0.0.1, and route_localnet is off',
  finds: ['loopback-nat-without-route-localnet'],
  shows: { from: 'shop/web', to: 'db:5432', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', [
    'iptables -w -t nat -I PREROUTING -i br-kind -p tcp -m tcp --dport 5432 -j DNAT --to-destination 127.0.0.1:5432',
  ]),
  mend: commands('host', [
    'iptables -w -t nat -D PREROUTING -i br-kind -p tcp -m tcp --dport 5432 -j DNAT --to-destination 127.0.0.1:5432',
  ]),
}
