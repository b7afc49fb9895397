// The rights that a helper container needs to read a host's network, each for one thing; it gets no others.

/** For HelperOptions.capabilities, with the host's network and processes. None of them is used to change anything. */
export const HOST_CAPABILITIES: readonly string[] = [
  // The kernel shows rulesets to nobody else (nf_tables and ip_tables ask for it in the network namespace's user namespace).
  'NET_ADMIN',
  // iptables-legacy reads through a raw socket (libiptc, TC_INIT).
  'NET_RAW',
  // The sockets of another user's processes, by /proc/PID/fd: ss -p.
  'SYS_PTRACE',
  // The folders of those are closed to root without this (proc_fd_permission, fs/proc/fd.c).
  'DAC_READ_SEARCH',
  // Entering the namespaces of other containers, and mounts of its own: nsenter, unshare, mount.
  'SYS_ADMIN',
]
