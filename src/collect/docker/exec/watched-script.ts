// The POSIX shell script that runs one command inside a container and ends it, with all that it started, when we are gone.

/** Ends what is given as input: what is cut short must not be run. */
export const INPUT_END = 'fairlead-input-ends'

/** The first line of output, before the command's own: the command is about to run, or why it is not. Without such a line the shell
 *  itself could not be started. */
export const BEGAN = 'fairlead began'
export const MISSING = 'fairlead missing'
export const NO_SESSION = 'fairlead without session'

/** Arguments: how many bytes of input come first (0: none), then the command. An Engine cannot end what it has started by exec, and
 *  its connection is all that it knows of us: standard input ends when we close it or are killed. (Not when dockerd itself is killed,
 *  for containerd's shim keeps that pipe open: then a command runs to its own end.) Then everything of this session is killed: runc
 *  gives every exec one of its own (nsexec.c, setsid). By session, not by group, for `timeout` makes a group. What makes a session of
 *  its own escapes, so nothing that is run this way may call setsid; busybox's `timeout` does, and ends a second after its command.
 *  Only head is needed, and that only for input; which is read at once, or a command that does not read it would keep its end from
 *  being seen. Standard output stays open until the last of them is killed. */
export const WATCHED_SCRIPT = `
PATH="\${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
LC_ALL=C
export PATH LC_ALL
exec 3<&0 </dev/null
size=$1
shift
session_of() {
  { read -r stat <"$1"; } 2>/dev/null || stat=
  set -- \${stat##*) }
  session=$4
}
end_session() {
  read -r me rest </proc/self/stat
  ended=' '
  found=yes
  while [ "$found" ]; do
    found=
    for file in /proc/[0-9]*/stat; do
      pid=\${file#/proc/}
      pid=\${pid%/stat}
      case "$ended $me $$ " in *" $pid "*) continue ;; esac
      session_of "$file"
      if [ "$session" = "$$" ]; then
        kill -9 "$pid"
        ended="$ended$pid "
        found=yes
      fi
    done
  done 2>/dev/null
}
session_of "/proc/$$/stat"
if [ "$session" != "$$" ]; then
  echo '${NO_SESSION}'
  exit 125
fi
if ! command -v "$1" >/dev/null; then
  echo '${MISSING}'
  exit 127
fi
if [ "$size" != 0 ]; then
  input=$(head -c "$size" <&3)
  case $input in *${INPUT_END}) ;; *) exit 125 ;; esac
fi
(
  while read -r rest <&3; do :; done
  # First: it could start the command after this has looked for it. fork(2) fails once a signal is pending (kernel/fork.c, copy_process).
  kill -9 $$
  end_session
) 2>/dev/null &
echo '${BEGAN}'
if [ "$size" != 0 ]; then
  printf '%s' "\${input%${INPUT_END}}" | "$@" 3<&-
else
  "$@" 3<&-
fi
status=$?
# bash tells of each that is killed.
exec 2>/dev/null
end_session
exit $status
`
