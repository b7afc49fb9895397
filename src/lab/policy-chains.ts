// A pod's outgoing policy as the engines write it on its node; the practice network runs none of them, so their rules are set by hand.
import type { KubernetesObject } from '../model/snapshot.ts'
import type { LabControl } from './fault.ts'

/** Of pod jobs/batch, the only one of its namespace. */
export function egressPolicy(name: string, egress: readonly unknown[]): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'jobs' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress },
  }
}

/** Chains in the order in which they are made, and their rules as iptables-restore reads them. */
export interface PolicyChains {
  readonly chains: readonly string[]
  readonly rules: readonly string[]
  /** What joins them to FORWARD. */
  readonly jump: string
}

/** felix/rules/endpoints.go and policy.go of Calico: what a policy allows is marked, and dropped what none has marked. */
export function calicoChains(allowed: readonly string[]): PolicyChains {
  const link = 'veth-batch'
  const policy = 'cali-po-_jobs-batch'
  return {
    chains: ['cali-FORWARD', 'cali-from-wl-dispatch', `cali-fw-${link}`, policy],
    rules: [
      `-A cali-FORWARD -i ${link} -j cali-from-wl-dispatch`,
      `-A cali-from-wl-dispatch -i ${link} -g cali-fw-${link}`,
      `-A cali-fw-${link} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-A cali-fw-${link} -j MARK --set-xmark 0x0/0x10000`,
      `-A cali-fw-${link} -m comment --comment "Start of tier default" -j MARK --set-xmark 0x0/0x20000`,
      `-A cali-fw-${link} -m mark --mark 0x0/0x20000 -j ${policy}`,
      `-A cali-fw-${link} -m comment --comment "Return if policy accepted" -m mark --mark 0x10000/0x10000 -j RETURN`,
      `-A cali-fw-${link} -m comment --comment "Drop if no policies passed packet" -m mark --mark 0x0/0x20000 -j DROP`,
      ...allowed.map((match) => `-A ${policy} ${match} -j MARK --set-xmark 0x10000/0x10000`),
      `-A ${policy} -m mark --mark 0x10000/0x10000 -j RETURN`,
    ],
    jump: '-m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD',
  }
}

/** pkg/controllers/netpol/pod.go of kube-router: a chain a pod, which rejects what no policy has marked. */
export function kubeRouterChains(): PolicyChains {
  const pod = 'KUBE-POD-FW-7ZZQ2MSIJ3XTKD5O'
  const policy = 'KUBE-NWPLCY-CMW66LXPRKANGCCT'
  return {
    chains: ['KUBE-ROUTER-FORWARD', pod, policy],
    rules: [
      `-A KUBE-ROUTER-FORWARD -s 10.244.2.11/32 -m comment --comment "rule to jump traffic from POD name:batch namespace: jobs to chain ${pod}" -j ${pod}`,
      `-A ${pod} -m comment --comment "rule for stateful firewall for pod" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-A ${pod} -s 10.244.2.11/32 -m comment --comment "run through nw policy no-egress" -j ${policy}`,
      `-A ${pod} -m comment --comment "rule to REJECT traffic destined for POD name:batch namespace: jobs" -m mark ! --mark 0x10000/0x10000 -j REJECT --reject-with icmp-port-unreachable`,
      `-A ${pod} -j MARK --set-xmark 0x0/0x10000`,
    ],
    jump: '-m comment --comment "kube-router netpol - TEMCG2JMHZYE7H7T" -j KUBE-ROUTER-FORWARD',
  }
}

type Tool = 'iptables' | 'ip6tables'

export async function setPolicy(lab: LabControl, tool: Tool, { chains, rules, jump }: PolicyChains): Promise<void> {
  const input = ['*filter', ...chains.map((chain) => `:${chain} - [0:0]`), ...rules, `-I FORWARD ${jump}`, 'COMMIT', '']
  await lab.run('node-2', [`${tool}-restore`, '--noflush'], input.join('\n'))
}

export async function unsetPolicy(lab: LabControl, tool: Tool, { chains, jump }: PolicyChains): Promise<void> {
  const gone = chains.flatMap((chain) => [`-F ${chain}`])
  const input = ['*filter', `-D FORWARD ${jump}`, ...gone, ...chains.map((chain) => `-X ${chain}`), 'COMMIT', '']
  await lab.run('node-2', [`${tool}-restore`, '--noflush'], input.join('\n'))
}
