// The POSIX shell script that reads a whole cluster node from inside: its own namespace, and those of its pods.
import { SCRATCH_SCRIPT } from '../reading/inner-script.ts'
import { RECORDS_SCRIPT } from './records-script.ts'

/** Number of the node's own namespace; the pods' follow it. */
export const OWN_NUMBER = '0'
/** Where the sections of the node itself stand among those of namespaces. */
export const FACTS = 'facts'

/** So many namespaces are read side by side. */
const AT_ONCE = 24

/** Arguments: the mark, the inner script. To be run in a mount namespace of its own: a tmpfs hides /var/run from the node's point of
 *  view nowhere, and is gone with the last process, however that ends. What lies below it is reached by files 9 and 7 of this shell. */
export const NODE_SCRIPT = `
PATH="\${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
LC_ALL=C
export PATH LC_ALL
mark=$1
inner=$2
${RECORDS_SCRIPT}
exec 9</var/run 7</run
${SCRATCH_SCRIPT}
# k3d has two folders, and an ip that looks into either.
if [ ! -L /var/run ] && [ ! -L /run ]; then mount --bind /var/run /run || exit; fi
mkdir /var/run/netns
printf '%s\\n' "$records" >/var/run/records
reach() {
  at=$1
  case $1 in
    /var/run/*) at="/proc/$$/fd/9/\${1#/var/run/}" ;;
    /run/*) at="/proc/$$/fd/7/\${1#/run/}" ;;
  esac
}
text_of() {
  text=\${line#*'"'"$1"'"'}
  text=\${text#*'"'}
  text=\${text%%'"'*}
}
section() {
  printf '%s section %s\\n' "$mark" "$1"
  while IFS= read -r line; do printf '%s\\n' "$line"; done <"$2"
  printf '%s\\n%s status 0\\n' "$line" "$mark"
}
count=0
ln -s "/proc/$$/ns/net" /var/run/netns/${OWN_NUMBER}
begin() {
  count=$((count + 1))
  reach "$1"
  ln -s "$at" "/var/run/netns/$count"
  printf '%s %s\\n' "$count" "$1" >>/var/run/paths
}
files='
/etc/resolv.conf
/etc/hosts
'
kind=
path=
: >/var/run/paths
end_of_record() {
  if [ "$kind" = sandbox ] && [ -n "$path" ]; then begin "$path"; fi
  kind=
  path=
}
while IFS= read -r line; do
  case $line in
    '"ociVersion"'*) end_of_record ;;
    *'container-type"'*'"sandbox"' | *'ContainerType"'*'"sandbox"') kind=sandbox ;;
    *'"path"'*)
      text_of path
      path=$text
      ;;
    *'"source"'*)
      text_of source
      case $files in *"
$text
"*) ;; *) files="$files$text
" ;; esac
      ;;
  esac
done </var/run/records
end_of_record
read_one() {
  {
    printf '%s namespace %s\\n' "$mark" "$1"
    nsenter --net="/var/run/netns/$1" sh -c "$inner" fairlead "$mark" "$1" 2>&1 || printf '\\n%s left\\n' "$mark"
  } >"/var/run/out/$1"
}
set --
number=0
while [ "$number" -le "$count" ]; do
  read_one "$number" &
  set -- "$@" "/var/run/out/$number"
  number=$((number + 1))
  if [ $((number % ${AT_ONCE})) = 0 ]; then wait; fi
done
{
  printf '%s namespace ${FACTS}\\n%s entered\\n' "$mark" "$mark"
  printf '%s\\n' "$runtime" >/var/run/runtime
  (cd /var/run/netns && ls -Li) >/var/run/inodes 2>/dev/null
  section runtime /var/run/runtime
  section records /var/run/records
  section paths /var/run/paths
  section inodes /var/run/inodes
  section kernel /proc/sys/kernel/osrelease
  # Two lines are its heading.
  if [ -r /proc/net/ip_vs ]; then
    head -n 5 /proc/net/ip_vs >/var/run/ip-vs
    section ip-vs /var/run/ip-vs
  fi
  printf '%s' "$files" >/var/run/files
  while IFS= read -r file <&8; do
    reach "$file"
    if [ -n "$file" ] && [ -r "$at" ]; then section "file $file" "$at"; fi
  done 8</var/run/files
} >/var/run/out/${FACTS}
wait
cat "$@" /var/run/out/${FACTS}
`
