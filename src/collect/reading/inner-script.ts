// The POSIX shell scripts that read one namespace with the kernel's own tools, one process a tool, wherever that is.
import { BRIDGE_COMMANDS, IP_COMMANDS } from '../../parse/raw-namespace.ts'

/** Prints an array more, after those of IP_COMMANDS. */
const NETNS_COMMAND = 'netns list-id'

/** Takes /var/run for our own, and lays out there what INNER_SCRIPT needs. /var/run/netns is left to whoever runs this: by what is
 *  listed in it, `ip netns list-id` names the namespace of a peer. Only in a mount namespace of our own. */
export const SCRATCH_SCRIPT = `
mount -t tmpfs -o mode=700 fairlead /var/run || exit
mkdir /var/run/out
printf '%s\\n' ${quoteAll([...IP_COMMANDS, NETNS_COMMAND])} >/var/run/ip4
printf '%s\\n' ${quoteAll(IP_COMMANDS)} >/var/run/ip6
printf '%s\\n' ${quoteAll(BRIDGE_COMMANDS)} >/var/run/bridge
`

/** Arguments: the mark, and a number of its own. Prints every section as: mark and name, what the tool printed, mark and exit status,
 *  what it said on standard error. A process costs more than all that most namespaces have to tell, so a tool is left out where
 *  another has shown that it has nothing to say: no bridge or VXLAN device, no table of the family that iptables-nft writes its own
 *  into. */
export const INNER_SCRIPT = `
mark=$1
words=/var/run/out/$2.words
printf '%s entered\\n' "$mark"
section() {
  printf '%s section %s\\n' "$mark" "$1"
  shift
  status=0
  "$@" 2>"$words" || status=$?
  ending
}
keep() {
  printf '%s section %s\\n' "$mark" "$1"
  shift
  status=0
  kept=$("$@" 2>"$words") || status=$?
  printf '%s\\n' "$kept"
  ending
}
ending() {
  printf '\\n%s status %s\\n' "$mark" "$status"
  if [ -s "$words" ]; then cat "$words"; fi
}
names() {
  { read -r first <"$1"; } 2>/dev/null
}
keep ip4 ip -4 -j -d -batch /var/run/ip4
case $kept in
  *'"info_kind":"bridge"'* | *'"info_kind":"vxlan"'*) section bridge bridge -j -d -batch /var/run/bridge ;;
esac
section ip6 ip -6 -j -d -batch /var/run/ip6
keep nft nft -j list ruleset
tables=$kept
if [ "$status" != 0 ]; then tables='"family": "ip" "family": "ip6"'; fi
case $tables in *'"family": "ip"'*) section iptables-nft-4 iptables-nft-save ;; esac
case $tables in *'"family": "ip6"'*) section iptables-nft-6 ip6tables-nft-save ;; esac
# Asking for a table that does not exist makes the kernel create it: only those that exist are asked for.
if names /proc/net/ip_tables_names; then section iptables-legacy-4 iptables-legacy-save; fi
if names /proc/net/ip6_tables_names; then section iptables-legacy-6 ip6tables-legacy-save; fi
section ss ss -HOntulpe
section sysctls grep -rs '' /proc/sys/net/core/somaxconn /proc/sys/net/ipv4 /proc/sys/net/ipv6 /proc/sys/net/bridge /proc/sys/net/netfilter
`

function quoteAll(lines: readonly string[]): string {
  return lines.map((line) => `'${line}'`).join(' ')
}
