// The POSIX shell script that gives the probe its client's own /etc, and then runs it in the client's network namespace.

/** File 3 is the network namespace. Arguments: the command to run. Environment: FAIRLEAD_RESOLV_CONF and FAIRLEAD_HOSTS, paths of
 *  the client's files, empty for none. All in a mount namespace of our own. The C library must ask as one in a pod does: files, then
 *  DNS, and no daemon of this machine (nscd). */
export const CLIENT_SCRIPT = `
set -e
cover() {
  if [ -e "$2" ]; then mount --bind "$1" "$2"; fi
}
if [ -n "$FAIRLEAD_RESOLV_CONF" ]; then
  # A machine without such a file (a bare root file system) gets an /etc of links, where it can be made.
  if [ ! -e /etc/resolv.conf ] || [ ! -e /etc/hosts ]; then
    scratch=/srv
    mount -t tmpfs fairlead "$scratch"
    mkdir "$scratch/etc"
    mount --bind /etc "$scratch/etc"
    mount -t tmpfs fairlead /etc
    for entry in "$scratch"/etc/* "$scratch"/etc/.[!.]*; do
      if [ -e "$entry" ]; then ln -s "$entry" "/etc/\${entry##*/}"; fi
    done
    rm -f /etc/resolv.conf /etc/hosts
    : >/etc/resolv.conf
    : >/etc/hosts
  fi
  cover "$FAIRLEAD_RESOLV_CONF" /etc/resolv.conf
  cover "\${FAIRLEAD_HOSTS:-/dev/null}" /etc/hosts
  if [ -d /var/run/nscd ]; then mount -t tmpfs fairlead /var/run/nscd; fi
  if [ -e /etc/nsswitch.conf ] && ! grep -Eq '^hosts:[[:space:]]*files[[:space:]]+dns[[:space:]]*$' /etc/nsswitch.conf; then
    if [ ! -d /srv/etc ]; then mount -t tmpfs fairlead /srv; fi
    echo 'hosts: files dns' >/srv/nsswitch.conf
    cover /srv/nsswitch.conf /etc/nsswitch.conf
  fi
fi
exec nsenter --net=/proc/self/fd/3 -- "$@"
`
