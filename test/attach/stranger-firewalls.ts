// What guards a stranger's host: firewalld beside Docker 28's iptables rules, or ufw beside Docker's nftables tables.

/** The cluster's Docker network, and that of somebody's compose project. */
export const clusterBridge = 'br-9f31c2'
export const composeBridge = 'docker0'
export const uplink = 'enp3s0'

export const firewalld = `table inet firewalld {
  chain filter_PREROUTING { type filter hook prerouting priority filter + 10; policy accept;
    icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
    meta nfproto ipv6 fib saddr . mark . iif oif missing drop
  }
  chain filter_INPUT { type filter hook input priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_INPUT_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_FORWARD { type filter hook forward priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24, 2002:a00::/24 } reject with icmpv6 addr-unreachable
    jump filter_FORWARD_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_OUTPUT { type filter hook output priority filter + 10; policy accept;
    ct state { established, related } accept
    oifname "lo" accept
    ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24 } reject with icmpv6 addr-unreachable
  }
  chain filter_INPUT_ZONES {
    iifname "${clusterBridge}" goto filter_IN_docker
    iifname "${composeBridge}" goto filter_IN_docker
    iifname "${uplink}" goto filter_IN_public
    goto filter_IN_public
  }
  chain filter_FORWARD_ZONES {
    iifname "${clusterBridge}" goto filter_FWD_docker
    iifname "${composeBridge}" goto filter_FWD_docker
    goto filter_FWD_public
  }
  chain filter_IN_docker {
    jump filter_IN_docker_pre
    jump filter_IN_docker_deny
    jump filter_IN_docker_allow
    accept
  }
  chain filter_IN_docker_pre { }
  chain filter_IN_docker_deny { }
  chain filter_IN_docker_allow { }
  chain filter_FWD_docker {
    jump filter_FWD_docker_deny
    jump filter_FWD_docker_allow
    accept
  }
  chain filter_FWD_docker_deny { }
  chain filter_FWD_docker_allow { }
  chain filter_IN_public {
    jump filter_IN_public_allow
    meta l4proto { icmp, ipv6-icmp } accept
    reject with icmpx admin-prohibited
  }
  chain filter_IN_public_allow {
    tcp dport 22 accept
    ip daddr 224.0.0.251 udp dport 5353 accept
  }
  chain filter_FWD_public {
    reject with icmpx admin-prohibited
  }
}
`

/** Every container's own address is closed to other links before anything else is looked at (Engine 28). */
export const dockerIptables = `*raw
-A PREROUTING -d 172.17.0.7/32 ! -i ${composeBridge} -j DROP
-A PREROUTING -d 192.168.228.9/32 ! -i ${clusterBridge} -j DROP
COMMIT
*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o ${composeBridge} -j MASQUERADE
-A POSTROUTING -s 192.168.228.0/24 ! -o ${clusterBridge} -j MASQUERADE
-A DOCKER ! -i ${composeBridge} -p tcp -m tcp --dport 9200 -j DNAT --to-destination 172.17.0.7:9200
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-BRIDGE - [0:0]
:DOCKER-CT - [0:0]
:DOCKER-FORWARD - [0:0]
:DOCKER-INTERNAL - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-FORWARD
-A DOCKER -d 172.17.0.7/32 ! -i ${composeBridge} -o ${composeBridge} -p tcp -m tcp --dport 9200 -j ACCEPT
-A DOCKER ! -i ${composeBridge} -o ${composeBridge} -j DROP
-A DOCKER ! -i ${clusterBridge} -o ${clusterBridge} -j DROP
-A DOCKER-BRIDGE -o ${composeBridge} -j DOCKER
-A DOCKER-BRIDGE -o ${clusterBridge} -j DOCKER
-A DOCKER-CT -o ${composeBridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-CT -o ${clusterBridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-INTERNAL
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i ${composeBridge} -j ACCEPT
-A DOCKER-FORWARD -i ${clusterBridge} -j ACCEPT
COMMIT
`

/** As ufw 0.36 writes them with \`default deny (incoming)\`, and what somebody allowed. */
export const ufw = `*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:ufw-after-input - [0:0]
:ufw-after-logging-input - [0:0]
:ufw-before-input - [0:0]
:ufw-before-logging-input - [0:0]
:ufw-logging-deny - [0:0]
:ufw-not-local - [0:0]
:ufw-reject-input - [0:0]
:ufw-skip-to-policy-input - [0:0]
:ufw-track-input - [0:0]
:ufw-user-input - [0:0]
-A INPUT -j ufw-before-logging-input
-A INPUT -j ufw-before-input
-A INPUT -j ufw-after-input
-A INPUT -j ufw-after-logging-input
-A INPUT -j ufw-reject-input
-A INPUT -j ufw-track-input
-A ufw-after-input -p udp -m udp --dport 137 -j ufw-skip-to-policy-input
-A ufw-after-input -m addrtype --dst-type BROADCAST -j ufw-skip-to-policy-input
-A ufw-after-logging-input -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
-A ufw-before-input -m conntrack --ctstate INVALID -j DROP
-A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT
-A ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT
-A ufw-before-input -j ufw-not-local
-A ufw-before-input -d 224.0.0.251/32 -p udp -m udp --dport 5353 -j ACCEPT
-A ufw-before-input -j ufw-user-input
-A ufw-logging-deny -m conntrack --ctstate INVALID -m limit --limit 3/min --limit-burst 10 -j RETURN
-A ufw-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
-A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
-A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN
-A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
-A ufw-not-local -j DROP
-A ufw-skip-to-policy-input -j DROP
-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT
-A ufw-user-input -i ${clusterBridge} -s 192.168.228.0/24 -p udp -m multiport --dports 53,8125 -j ACCEPT
-A ufw-user-input -i ${clusterBridge} -s 192.168.228.0/24 -p tcp -m multiport --dports 53,5432,5672,9200 -j ACCEPT
COMMIT
`

/** Docker's own nftables tables (Engine 29, daemon/libnetwork/drivers/bridge/internal/nftabler). */
export const dockerNftables = `table ip docker-bridges {
  map filter-forward-in-jumps { type ifname : verdict; elements = { "${clusterBridge}" : jump filter-forward-in__${clusterBridge}, "${composeBridge}" : jump filter-forward-in__${composeBridge} } }
  map filter-forward-out-jumps { type ifname : verdict; elements = { "${clusterBridge}" : jump filter-forward-out__${clusterBridge}, "${composeBridge}" : jump filter-forward-out__${composeBridge} } }
  map nat-postrouting-out-jumps { type ifname : verdict; elements = { "${clusterBridge}" : jump nat-postrouting-out__${clusterBridge}, "${composeBridge}" : jump nat-postrouting-out__${composeBridge} } }
  chain filter-forward-in__${clusterBridge} {
    ct state established,related counter accept
    iifname "${clusterBridge}" counter accept comment "ICC"
    counter drop comment "UNPUBLISHED PORT DROP"
  }
  chain filter-forward-in__${composeBridge} {
    ct state established,related counter accept
    iifname "${composeBridge}" counter accept comment "ICC"
    ip daddr 172.17.0.7 tcp dport 9200 counter accept
    counter drop comment "UNPUBLISHED PORT DROP"
  }
  chain filter-forward-out__${clusterBridge} {
    ct state established,related counter accept
    counter accept comment "OUTGOING"
  }
  chain filter-forward-out__${composeBridge} {
    ct state established,related counter accept
    counter accept comment "OUTGOING"
  }
  chain nat-postrouting-out__${clusterBridge} {
    oifname != "${clusterBridge}" ip saddr 192.168.228.0/24 counter masquerade comment "MASQUERADE"
  }
  chain nat-postrouting-out__${composeBridge} {
    oifname != "${composeBridge}" ip saddr 172.17.0.0/16 counter masquerade comment "MASQUERADE"
  }
  chain nat-prerouting-and-output {
    iifname != "${composeBridge}" tcp dport 9200 counter dnat to 172.17.0.7:9200 comment "DNAT"
  }
  chain filter-FORWARD {
    type filter hook forward priority filter; policy accept;
    oifname vmap @filter-forward-in-jumps
    iifname vmap @filter-forward-out-jumps
  }
  chain nat-PREROUTING {
    type nat hook prerouting priority dstnat; policy accept;
    fib daddr type local counter jump nat-prerouting-and-output
  }
  chain nat-OUTPUT {
    type nat hook output priority -100; policy accept;
    ip daddr != 127.0.0.0/8 fib daddr type local counter jump nat-prerouting-and-output
  }
  chain nat-POSTROUTING {
    type nat hook postrouting priority srcnat; policy accept;
    iifname vmap @nat-postrouting-out-jumps
  }
  chain raw-PREROUTING {
    type filter hook prerouting priority raw; policy accept;
    ip daddr 172.17.0.7 iifname != "${composeBridge}" counter drop comment "DROP DIRECT ACCESS"
  }
}
`
