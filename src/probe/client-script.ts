// The POSIX shell script that gives the probe its client's own /etc, and then runs it in the client's network namespace.

/** File 3 is the network namespace. Arguments: the command to run. Environment: FAIRLEAD_NAMES, set when names are to be asked, and
 *  FAIRLEAD_RESOLV_CONF and FAIRLEAD_HOSTS, the text of the client's files. All in a mount namespace of our own. The C library must
 *  ask as one in a pod does: files, then DNS, and no daemon of this machine (nscd). */
export const CLIENT_SCRIPT = `
set -e
if [ -n "$FAIRLEAD_NAMES" ]; then
  # Scratch space, where neither Node nor the probe lies.
  for scratch in /srv /media /mnt /opt /home; do
    case "$1 $2" in "$scratch"/* | *" $scratch"/*) continue ;; esac
    if [ -d "$scratch" ]; then break; fi
  done
  mount -t tmpfs -o mode=755 fairlead "$scratch"
  mkdir "$scratch/etc"
  printf '%s' "$FAIRLEAD_RESOLV_CONF" >"$scratch/resolv.conf"
  printf '%s' "$FAIRLEAD_HOSTS" >"$scratch/hosts"
  echo 'hosts: files dns' >"$scratch/nsswitch.conf"
  # A machine that lacks one of these files (a bare root file system) gets an /etc of links, where they can be made.
  if [ ! -e /etc/resolv.conf ] || [ ! -e /etc/hosts ] || [ ! -e /etc/nsswitch.conf ]; then
    mount --bind /etc "$scratch/etc"
    mount -t tmpfs -o mode=755 fairlead /etc
    for entry in "$scratch"/etc/* "$scratch"/etc/.[!.]*; do
      if [ -e "$entry" ]; then ln -s "$entry" "/etc/\${entry##*/}"; fi
    done
    for file in resolv.conf hosts nsswitch.conf; do
      rm -f "/etc/$file"
      : >"/etc/$file"
    done
  fi
  for file in resolv.conf hosts nsswitch.conf; do mount --bind "$scratch/$file" "/etc/$file"; done
  if [ -d /var/run/nscd ]; then mount -t tmpfs fairlead /var/run/nscd; fi
fi
unset FAIRLEAD_NAMES FAIRLEAD_RESOLV_CONF FAIRLEAD_HOSTS
exec nsenter --net=/proc/self/fd/3 -- "$@"
`
