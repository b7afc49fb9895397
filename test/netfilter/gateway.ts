// A client and its neighbour on a gateway's bridge, and a server behind the gateway, in real namespaces: the gateway's rules are set by the test, its tools print them back.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Namespace } from '../../src/model/namespace.ts'
import type { Protocol } from '../../src/model/packet.ts'
import { parseRulesets } from '../../src/parse/parse-rulesets.ts'
import { makeNamespaces, type RealNamespaces, serverCommand } from '../namespaces/make-namespaces.ts'
import { dialProgram, serverProgram } from './programs.ts'

export interface GatewayFlow {
  readonly from: 'client' | 'gateway'
  readonly protocol: Protocol
  readonly destination: string
  readonly destinationPort: number
  readonly sourcePort: number
  /** How long the client waits before it says `timeout`. */
  readonly waitMs: number
}

/** What both servers listen on, over TCP and UDP, on each of their addresses. */
export const openPorts: readonly number[] = [8000, 8001, 8002, 8003]
export const addresses = {
  client: ['10.1.0.2', 'fd01::2'],
  near: ['10.1.0.3', 'fd01::3'],
  gateway: ['10.1.0.1', '10.2.0.1', '127.0.0.1', 'fd01::1', 'fd02::1', '::1'],
  server: ['10.2.0.2', '10.2.0.3', '10.2.0.4', '10.2.0.5', 'fd02::2', 'fd02::3'],
} as const

export class Gateway {
  readonly #real: RealNamespaces
  readonly #dialers: ReadonlyMap<string, Dialer>

  private constructor(real: RealNamespaces) {
    this.#real = real
    this.#dialers = new Map(['client', 'gateway'].map((name) => [name, new Dialer(real, name)] as const))
  }

  static async raise(): Promise<Gateway> {
    return new Gateway(await makeNamespaces(['client', 'near', 'gateway', 'server'], setUp))
  }

  /** Replaces the gateway's rules by those that a shell script makes, and reads them back. */
  apply(script: string): Pick<Namespace, 'rulesets' | 'unread'> {
    const [nft, nft4, nft6, legacy4, legacy6] = this.run(`{\n${clear}\n${script}\n} >&2\n${show}`).split(divider)
    const printed = (text = '') => ({ text, error: null })
    return parseRulesets({
      nft: printed(nft),
      iptablesNft4: printed(nft4),
      iptablesNft6: printed(nft6),
      iptablesLegacy4: printed(legacy4),
      iptablesLegacy6: printed(legacy6),
    })
  }

  /** What the client sees: the server's greeting, an errno, or `timeout`. */
  dial(flow: GatewayFlow): Promise<string> {
    const dialer = this.#dialers.get(flow.from)
    if (!dialer) throw new Error(`nobody dials from ${flow.from}`)
    return dialer.dial(flow)
  }

  run(script: string): string {
    const result = spawnSync('nsenter', [...enter(this.#real, 'gateway'), 'sh', '-ec', script], { encoding: 'utf8' })
    if (result.status !== 0) throw new Error(`${script}\nexit status ${result.status}: ${result.stderr}`)
    return result.stdout
  }

  async takeDown(): Promise<void> {
    for (const dialer of this.#dialers.values()) dialer.end()
    await this.#real.takeDown()
  }
}

class Dialer {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (outcome: string) => void>()

  constructor(real: RealNamespaces, namespace: string) {
    this.#process = spawn('nsenter', [...enter(real, namespace), process.execPath, '-e', dialProgram], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const output = this.#process.stdout
    if (!output) throw new Error('the dialer has no output')
    createInterface({ input: output }).on('line', (line) => {
      const [port = '', ...outcome] = line.split(' ')
      this.#waiting.get(Number(port))?.(outcome.join(' '))
      this.#waiting.delete(Number(port))
    })
  }

  dial(flow: GatewayFlow): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.set(flow.sourcePort, resolve)
      this.#process.stdin?.write(`${JSON.stringify(flow)}\n`)
    })
  }

  end(): void {
    this.#process.stdin?.end()
    this.#process.kill('SIGKILL')
  }
}

function enter({ pid }: RealNamespaces, namespace: string): string[] {
  return ['-t', String(pid), '-U', '-m', '--preserve-credentials', '--', 'ip', 'netns', 'exec', namespace]
}

const divider = '--- divider\n'
const show = [
  'nft -j list ruleset',
  'iptables-nft-save',
  'ip6tables-nft-save',
  'for table in $(cat /proc/net/ip_tables_names); do iptables-legacy-save -t $table; done',
  'for table in $(cat /proc/net/ip6_tables_names); do ip6tables-legacy-save -t $table; done',
].join(`\nprintf '%s' '${divider}'\n`)

const clear = `nft flush ruleset
for tool in iptables-legacy ip6tables-legacy; do
  names=/proc/net/ip_tables_names; [ $tool = ip6tables-legacy ] && names=/proc/net/ip6_tables_names
  for table in $(cat $names); do
    $tool -t $table -F; $tool -t $table -X
    for chain in PREROUTING INPUT FORWARD OUTPUT POSTROUTING; do $tool -t $table -P $chain ACCEPT 2>/dev/null || :; done
  done
done`

const setUp = `
ip -n gateway link add c0 address 02:00:00:00:01:01 type bridge
ip link add p1 netns gateway type veth peer name eth0 netns client address 02:00:00:00:01:02
ip link add p2 netns gateway type veth peer name eth0 netns near address 02:00:00:00:01:03
for port in p1 p2; do ip -n gateway link set $port master c0; ip -n gateway link set $port up; done
ip link add s0 netns gateway address 02:00:00:00:02:01 type veth peer name eth0 netns server address 02:00:00:00:02:02
for name in client near gateway server; do
  ip netns exec $name sh -c 'echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad; echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad'
done
ip -n gateway addr add 10.1.0.1/24 dev c0; ip -n gateway addr add fd01::1/64 dev c0 nodad
ip -n gateway addr add 10.2.0.1/24 dev s0; ip -n gateway addr add fd02::1/64 dev s0 nodad
ip -n client addr add 10.1.0.2/24 dev eth0; ip -n client addr add fd01::2/64 dev eth0 nodad
for last in 2 3 4 5; do ip -n server addr add 10.2.0.$last/24 dev eth0; done
for last in 2 3; do ip -n server addr add fd02::$last/64 dev eth0 nodad; done
ip -n near addr add 10.1.0.3/24 dev eth0; ip -n near addr add fd01::3/64 dev eth0 nodad; ip -n near link set eth0 up
ip -n gateway link set c0 up; ip -n gateway link set s0 up; ip -n client link set eth0 up; ip -n server link set eth0 up
ip -n client route add default via 10.1.0.1; ip -n client -6 route add default via fd01::1
ip -n server route add default via 10.2.0.1; ip -n server -6 route add default via fd02::1
ip netns exec gateway sh -c '
echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables; echo 1 >/proc/sys/net/bridge/bridge-nf-call-ip6tables
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
${serverCommand('gateway', serverProgram('gateway', addresses.gateway, openPorts))}
${serverCommand('near', serverProgram('near', addresses.near, openPorts))}
${serverCommand('server', serverProgram('server', addresses.server, openPorts))}`
