// The POSIX shell scripts that read many namespaces at once: one outer shell, one inner shell a namespace, one process a tool.
import { BRIDGE_COMMANDS, IP_COMMANDS } from '../../parse/raw-namespace.ts'

/** Prints an array more, after those of IP_COMMANDS. */
const NETNS_COMMAND = 'netns list-id'

/** Arguments: the mark, then the file numbers of the namespaces to read. Environment: FAIRLEAD_INNER, the inner script.
 *  /run/netns becomes the list of our own open files, so that `ip netns list-id` names a peer by its file number here: a name of
 *  a namespace may hold a slash, and one link costs less than a mount a namespace. All in a mount namespace of our own. */
export const OUTER_SCRIPT = `
set -e
mount -t tmpfs -o mode=700 fairlead /var/run
mkdir /var/run/out
ln -s "/proc/$$/fd" /var/run/netns
printf '%s\\n' ${quoteAll([...IP_COMMANDS, NETNS_COMMAND])} >/var/run/ip4
printf '%s\\n' ${quoteAll(IP_COMMANDS)} >/var/run/ip6
printf '%s\\n' ${quoteAll(BRIDGE_COMMANDS)} >/var/run/bridge
mark=$1
shift
for file do
  {
    printf '%s namespace %s\\n' "$mark" "$file"
    nsenter --net="/proc/$$/fd/$file" sh -c "$FAIRLEAD_INNER" fairlead "$mark" "$file" 2>&1 ||
      printf '\\n%s left\\n' "$mark"
  } >"/var/run/out/$file" &
done
wait
for file do
  set -- "$@" "/var/run/out/$file"
  shift
done
cat "$@"
`

/** Prints every section as: mark and name, what the tool printed, mark and exit status, what it said on standard error. A process
 *  costs more than all that most namespaces have to tell, so a tool is left out where another has shown that it has nothing to say:
 *  no bridge or VXLAN device, no table of the family that iptables-nft writes its own into. */
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
