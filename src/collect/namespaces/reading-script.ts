// The POSIX shell script that reads many namespaces of this machine at once: one inner shell a namespace.
import { SCRATCH_SCRIPT } from '../reading/inner-script.ts'

/** Arguments: the mark, then the file numbers of the namespaces to read. Environment: FAIRLEAD_INNER, the inner script.
 *  /run/netns becomes the list of our own open files, so that `ip netns list-id` names a peer by its file number here: a name of
 *  a namespace may hold a slash, and one link costs less than a mount a namespace. All in a mount namespace of our own. */
export const OUTER_SCRIPT = `
set -e
${SCRATCH_SCRIPT}
ln -s "/proc/$$/fd" /var/run/netns
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
