// The POSIX shell script that runs a client in each of several namespaces of a node, side by side.

/** Arguments: the mark, CLIENT_SCRIPT, the client in Perl, the client in bash. Input, a line each: `client NUMBER`, then what concerns it:
 *  `netns PATH` (without it the node's own), `resolv TEXT` and `hosts TEXT` with the escapes of printf's %b (when names are asked), and
 *  its requests. Prints which client there is, then what the clients print, and of one that failed its words. */
export const ELSEWHERE_SCRIPT = `
PATH="\${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
LC_ALL=C
export PATH LC_ALL
mark=$1
client_script=$2
perl_client=$3
bash_client=$4
with=
if perl -e 'use Socket; use Errno; use Fcntl; use POSIX (); exit !Socket->can("getaddrinfo")' 2>/dev/null; then
  with=perl
elif command -v bash >/dev/null && command -v timeout >/dev/null && command -v dd >/dev/null; then
  with=bash
fi
printf '%s with %s\\n' "$mark" "$with"
if [ -z "$with" ]; then exit; fi
exec 4>&1
number=
run_client() {
  if [ -n "$names" ]; then
    FAIRLEAD_NAMES=asked
    FAIRLEAD_RESOLV_CONF=$(printf '%b' "$resolv")
    FAIRLEAD_HOSTS=$(printf '%b' "$hosts")
    FAIRLEAD_RESOLV_CONF="$FAIRLEAD_RESOLV_CONF
" FAIRLEAD_HOSTS="$FAIRLEAD_HOSTS
"
    export FAIRLEAD_NAMES FAIRLEAD_RESOLV_CONF FAIRLEAD_HOSTS
    set -- unshare -m "$@"
  fi
  printf '%s' "$requests" | "$@"
}
start() {
  if [ -z "$number" ]; then return; fi
  {
    words=$(
      exec 2>&1 3<"$netns" || exit
      case $with in
        perl) run_client sh -c "$client_script" fairlead perl -e "$perl_client" "$mark" "$number" >&4 4>&- ;;
        bash) run_client sh -c "$client_script" fairlead bash -c "$bash_client" fairlead "$mark" "$number" >&4 4>&- ;;
      esac
    ) || printf '%s %s failed %s\\n' "$mark" "$number" "$(printf '%s' "$words" | tr '\\n' ' ')"
  } &
}
while IFS= read -r line; do
  case $line in
    'client '*)
      start
      number=\${line#client }
      netns=/proc/$$/ns/net
      names=
      requests=
      ;;
    'netns '*) netns=\${line#netns } ;;
    'resolv '*)
      resolv=\${line#resolv }
      names=asked
      ;;
    'hosts '*) hosts=\${line#hosts } ;;
    *) requests="$requests$line
" ;;
  esac
done
start
wait
`
