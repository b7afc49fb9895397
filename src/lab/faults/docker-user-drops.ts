// A rule in DOCKER-USER, where Docker leaves room for one's own, drops what goes to the LAN.
import { commands } from '../commands.ts'
import type { Fault } from '../fault.ts'

export const fault: Fault = {
  name: 'docker-user-drops',
  summary: 'the host drops what nodes send to 192.168.50.20 in DOCKER-USER',
  finds: ['docker-user-drops'],
  shows: { from: 'shop/web', to: 'files:80', outcome: 'timeout', delayMs: [5000, null] },
  inject: commands('host', ['iptables -w -I DOCKER-USER -i br-kind -d 192.168.50.20/32 -j DROP']),
  mend: commands('host', ['iptables -w -D DOCKER-USER -i br-kind -d 192.168.50.20/32 -j DROP']),
}
