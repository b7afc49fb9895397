// Docker publishes container search's port on 127.0.0.1 only (`-p 127.0.0.1:9200:9200`).
import { commands } from '../commands.ts'
import type { Fault, LabControl, ListenerSpec } from '../fault.ts'

const proxy: ListenerSpec = {
  name: 'host/docker-proxy',
  namespace: 'host',
  process: 'docker-proxy',
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 9200,
  relayTo: { address: '172.19.0.2', port: 9200 },
}
const everywhere = 'DOCKER ! -i br-apps -p tcp -m tcp --dport 9200 -j DNAT --to-destination 172.19.0.2:9200'
const onLoopback =
  'DOCKER -d 127.0.0.1/32 ! -i br-apps -p tcp -m tcp --dport 9200 -j DNAT --to-destination 172.19.0.2:9200'

export const fault: Fault = {
  name: 'published-on-loopback',
  summary: 'Docker publishes port 9200 of container search on 127.0.0.1 only',
  finds: ['published-on-loopback'],
  shows: { from: 'shop/web', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: [0, 500] },
  inject: async (lab) => {
    await publish(lab, '127.0.0.1')
    await commands('host', [`iptables -w -t nat -D ${everywhere}`, `iptables -w -t nat -A ${onLoopback}`])(lab)
  },
  mend: async (lab) => {
    await publish(lab, '0.0.0.0')
    await commands('host', [`iptables -w -t nat -D ${onLoopback}`, `iptables -w -t nat -A ${everywhere}`])(lab)
  },
}

async function publish(lab: LabControl, address: string): Promise<void> {
  await lab.startListener({ ...proxy, address })
  const docker = JSON.stringify(await lab.readDocker())
  await lab.writeDocker(JSON.parse(docker.replaceAll(/"HostIp":"[^"]*"/g, `"HostIp":"${address}"`)))
}
