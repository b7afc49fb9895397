// The sysctls of the practice network's namespaces; all are set, so that nothing depends on the machine it stands on.

/** A Docker host forwards, and network namespaces made on it inherit IPv4's setting from it (net/ipv4/devinet.c
 *  inet_init_net copies init_net's), IPv6's not. */
export const containerSysctls: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '1',
  'net/ipv6/conf/all/forwarding': '0',
}

/** What Docker and kube-proxy set on host and nodes. */
export const forwardingSysctls: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '1',
  'net/ipv6/conf/all/forwarding': '1',
  'net/bridge/bridge-nf-call-iptables': '1',
  'net/bridge/bridge-nf-call-ip6tables': '1',
}

/** kind sets route_localnet for Docker's DNS, kube-proxy for node ports. */
export const nodeSysctls: Readonly<Record<string, string>> = {
  ...forwardingSysctls,
  'net/ipv4/conf/all/route_localnet': '1',
}

export const machineSysctls: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '0',
  'net/ipv6/conf/all/forwarding': '0',
}
