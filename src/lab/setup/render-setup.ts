// The shell scripts that raise a lab: one as the first process of its pid namespace, one a network namespace.
import type { ServerCommand } from '../processes/server-command.ts'
import type { Cable, LabNamespace, Topology } from '../topologies/topology.ts'
import { shellQuote } from './shell-quote.ts'

/** A namespace's name as a file name: `shop/web` → `shop_web`. */
export function fileName(namespace: string): string {
  return namespace.replaceAll('/', '_')
}

/** Runs as process 1 of the lab, and stays: when it dies, the kernel ends every other process of the lab. It reports on descriptor 3
 *  and waits for a word on its standard input, so that a lab whose raiser died in between is not left behind. */
export function renderFirstProcess(topology: Topology, state: string): string {
  return `#!/bin/sh
# Process 1 of a Fairlead lab. Everything in the lab ends with it.
set -eu
state=${shellQuote(state)}

# A private /run: names of namespaces, and the lock that iptables takes, are nobody else's business.
mkdir -p "$state/run"
mount -n -t tmpfs -o mode=755 tmpfs "$state/run"
read -r pid rest </proc/self/stat
echo "started - $pid" >&3
mkdir -p "$state/run/netns" "$state/run/fairlead"
case $state in /run/*)
  mkdir -p "$state/run/\${state#/run/}"
  mount -n --bind "$state" "$state/run/\${state#/run/}"
esac
# NixOS finds its programs by way of /run.
if [ -e /run/current-system ]; then ln -s "$(readlink -f /run/current-system)" "$state/run/current-system"; fi
mount -n --move "$state/run" /run

# Every namespace gets its own /etc/resolv.conf and /etc/hosts; here is something to mount them on.
for file in resolv.conf hosts; do
  if [ -e "/etc/$file" ]; then continue; fi
  target=$(readlink -m "/etc/$file")
  case $target in
    /run/*) mkdir -p "\${target%/*}"; : >"$target" ;;
    *)
      mkdir /run/fairlead/etc
      mount -n --rbind /etc /run/fairlead/etc
      mount -n -t tmpfs -o mode=755 tmpfs /etc
      ln -s /run/fairlead/etc/* /etc/
      rm -f /etc/resolv.conf /etc/hosts
      : >/etc/resolv.conf; : >/etc/hosts
      break ;;
  esac
done

mkfifo /run/fairlead/never
cp "$state/setup/pause" /run/fairlead/pause
ip -batch "$state/setup/cables"
for namespace in ${topology.namespaces.map((namespace) => fileName(namespace.name)).join(' ')}; do
  nsenter --net="/run/netns/$namespace" unshare --mount --propagation slave sh "$state/setup/$namespace.sh" &
done
exec 3>&-
read -r word || exit 1
exec </dev/null
while :; do sleep 86400 & wait; done
`
}

/** A namespace's holder; it does nothing, and its name is what \`ps\` shows for the one that real clusters have. */
export const pauseScript = `#!/bin/sh
read -r pid rest </proc/self/stat
echo "holder $1 $pid" >&3
exec 3>&-
read -r word </run/fairlead/never
`

/** All namespaces, and the cables between them, for \`ip -batch\`. */
export function renderCables(topology: Topology): string {
  return lines([
    ...topology.namespaces.map((namespace) => `netns add ${fileName(namespace.name)}`),
    ...topology.cables.map(renderCable),
  ])
}

function renderCable({ a, b, mtuBytes }: Cable): string {
  const first = `link add ${a.link} address ${a.macAddress} mtu ${mtuBytes} netns ${fileName(a.namespace)} type veth`
  return `${first} peer name ${b.link} address ${b.macAddress} mtu ${mtuBytes} netns ${fileName(b.namespace)}`
}

/** Runs inside the namespace, with mounts of its own. Servers start as soon as there are addresses: they take the longest. */
export function renderNamespace(namespace: LabNamespace, state: string, servers: readonly ServerCommand[]): string {
  const files = `${state}/namespaces/${fileName(namespace.name)}`
  return `#!/bin/sh
set -eu
trap 'if [ $? != 0 ]; then echo "failed ${namespace.name}" >&3; fi' EXIT
mount -n --bind ${shellQuote(`${files}/resolv.conf`)} /etc/resolv.conf
mount -n --bind ${shellQuote(`${files}/hosts`)} /etc/hosts

${everyLink('ipv6/conf', 'accept_dad', '0')}
${everyLink('ipv6/conf', 'accept_ra', '0')}
${everyLink('ipv4/conf', 'rp_filter', '2')}
echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
${Object.entries(namespace.sysctls).map(renderSysctl).join('\n')}

${heredoc('ip -batch -', ['link set lo up', ...namespace.ip])}
/run/fairlead/pause ${shellQuote(namespace.name)} &
${servers.map((server) => `${server.argv.map(shellQuote).join(' ')} &`).join('\n')}
${heredoc('bridge -batch -', namespace.bridge)}
${heredoc('iptables-restore --noflush', namespace.iptables)}
${heredoc('ip6tables-restore --noflush', namespace.ip6tables)}
${namespace.ip.some((line) => line.includes('type bridge')) ? untilPortsForward : ''}
echo "done ${namespace.name} 0" >&3
`
}

/** The kernel opens a port some time after its other end came up (net/core/link_watch.c): a packet sent before that is lost. */
const untilPortsForward = `while bridge link show | grep -q 'state disabled'; do sleep 0.02; done`

/** \`rp_filter\` 2 on every link and 0 for all is what systemd's 50-default.conf gives a stock distribution, and new namespaces inherit.
 *  Without duplicate address detection an IPv6 address works at once (net/ipv6/addrconf.c waits up to a second otherwise). */
function everyLink(directory: string, file: string, value: string): string {
  return `for file in /proc/sys/net/${directory}/*/${file}; do echo ${value} >"$file"; done`
}

/** What a kernel does not have (br_netfilter may not be loaded) stays as it is. */
function renderSysctl([key, value]: [string, string]): string {
  return `if [ -e /proc/sys/${key} ]; then echo ${value} >/proc/sys/${key}; fi`
}

function heredoc(command: string, input: readonly string[]): string {
  return input.length === 0 ? '' : `${command} <<'END'\n${lines(input)}END`
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('')
}
