// Every rule, in the order of the stages; `npm run new-rule` adds a line to each list.
import { rule as addressFamilyMismatch } from './address-family-mismatch/rule.ts'
import { rule as addressReusedByAnother } from './address-reused-by-another/rule.ts'
import { rule as beyondThisMachine } from './beyond-this-machine/rule.ts'
import { rule as clusterDnsDown } from './cluster-dns-down/rule.ts'
import { rule as clusterDnsUnreachable } from './cluster-dns-unreachable/rule.ts'
import { connectionEndsHere } from './connection-ends-here/rule.ts'
import { rule as containerStopped } from './container-stopped/rule.ts'
import { rule as corednsNotUpdated } from './coredns-not-updated/rule.ts'
import { rule as couldNotRead } from './could-not-read/rule.ts'
import { rule as defaultGatewayMoved } from './default-gateway-moved/rule.ts'
import { rule as dockerInterContainerOff } from './docker-inter-container-off/rule.ts'
import { rule as dockerNetworkInternal } from './docker-network-internal/rule.ts'
import { rule as dockerNetworkIsolation } from './docker-network-isolation/rule.ts'
import { rule as dockerUserDrops } from './docker-user-drops/rule.ts'
import { rule as endpointAddressStale } from './endpoint-address-stale/rule.ts'
import { rule as endpointIsAClusterIp } from './endpoint-is-a-cluster-ip/rule.ts'
import { rule as endpointPortWrong } from './endpoint-port-wrong/rule.ts'
import { rule as endpointsNameMismatch } from './endpoints-name-mismatch/rule.ts'
import { rule as endpointsNotReady } from './endpoints-not-ready/rule.ts'
import { rule as externalIpHijack } from './external-ip-hijack/rule.ts'
import { rule as externalNameDoesNotMapPorts } from './external-name-does-not-map-ports/rule.ts'
import { rule as externalNameDoesNotResolve } from './external-name-does-not-resolve/rule.ts'
import { rule as externalNameIsAnAddress } from './external-name-is-an-address/rule.ts'
import { rule as forwardingOff } from './forwarding-off/rule.ts'
import { rule as fqdnSliceIgnored } from './fqdn-slice-ignored/rule.ts'
import { rule as headlessPortNotRemapped } from './headless-port-not-remapped/rule.ts'
import { rule as hostAliasMissing } from './host-alias-missing/rule.ts'
import { rule as hostFirewallAllowsWrongSource } from './host-firewall-allows-wrong-source/rule.ts'
import { rule as hostFirewallDrops } from './host-firewall-drops/rule.ts'
import { rule as hostFirewallRejects } from './host-firewall-rejects/rule.ts'
import { rule as hostPortHijack } from './host-port-hijack/rule.ts'
import { rule as invalidStateDrop } from './invalid-state-drop/rule.ts'
import { rule as kubeProxyDown } from './kube-proxy-down/rule.ts'
import { rule as kubeProxyStale } from './kube-proxy-stale/rule.ts'
import { rule as listenerIpv6Only } from './listener-ipv6-only/rule.ts'
import { rule as listenerOnLoopback } from './listener-on-loopback/rule.ts'
import { rule as listenerOnOtherAddress } from './listener-on-other-address/rule.ts'
import { rule as listenerOverloaded } from './listener-overloaded/rule.ts'
import { rule as localhostIsThePod } from './localhost-is-the-pod/rule.ts'
import { rule as loopbackNatWithoutRouteLocalnet } from './loopback-nat-without-route-localnet/rule.ts'
import { rule as masqueradeMissing } from './masquerade-missing/rule.ts'
import { rule as modelAndMeasurementDisagree } from './model-and-measurement-disagree/rule.ts'
import { rule as nameNotFound } from './name-not-found/rule.ts'
import { rule as nameResolvesOnNodeOnly } from './name-resolves-on-node-only/rule.ts'
import { rule as negativeDnsAnswerCached } from './negative-dns-answer-cached/rule.ts'
import { rule as neighbourEntryWrong } from './neighbour-entry-wrong/rule.ts'
import { rule as networkPolicyDenies } from './network-policy-denies/rule.ts'
import { rule as networkPolicyForgetsDns } from './network-policy-forgets-dns/rule.ts'
import { rule as nextHopDead } from './next-hop-dead/rule.ts'
import { rule as nodeFirewallDrops } from './node-firewall-drops/rule.ts'
import { rule as nodeFirewallRejects } from './node-firewall-rejects/rule.ts'
import { rule as nodeHasNoRoute } from './node-has-no-route/rule.ts'
import { rule as nodeOwnsTargetAddress } from './node-owns-target-address/rule.ts'
import { rule as nodeRouteBlocks } from './node-route-blocks/rule.ts'
import { rule as nothingListening } from './nothing-listening/rule.ts'
import { rule as onlySomeNodesHaveRoute } from './only-some-nodes-have-route/rule.ts'
import { rule as orphanSlices } from './orphan-slices/rule.ts'
import { rule as podCidrOverlapsTarget } from './pod-cidr-overlaps-target/rule.ts'
import { rule as podGatewayDead } from './pod-gateway-dead/rule.ts'
import { rule as podHasNoRoute } from './pod-has-no-route/rule.ts'
import { rule as podLinkDown } from './pod-link-down/rule.ts'
import { rule as podRouteBlocks } from './pod-route-blocks/rule.ts'
import { rule as policyRoutingCaptures } from './policy-routing-captures/rule.ts'
import { rule as portNameMismatch } from './port-name-mismatch/rule.ts'
import { rule as portNotPublished } from './port-not-published/rule.ts'
import { rule as publishedOnLoopback } from './published-on-loopback/rule.ts'
import { rule as replyDropped } from './reply-dropped/rule.ts'
import { rule as reversePathFilter } from './reverse-path-filter/rule.ts'
import type { Rule } from './rule.ts'
import { rule as selectorOverwritesEndpoints } from './selector-overwrites-endpoints/rule.ts'
import { rule as serviceCidrOverlapsTarget } from './service-cidr-overlaps-target/rule.ts'
import { rule as serviceHasNoEndpoints } from './service-has-no-endpoints/rule.ts'
import { rule as servicePortNotServed } from './service-port-not-served/rule.ts'
import { rule as sliceWithoutServiceLabel } from './slice-without-service-label/rule.ts'
import { rule as staleDnsAnswer } from './stale-dns-answer/rule.ts'
import { rule as targetDown } from './target-down/rule.ts'
import { rule as unseenFirewallTable } from './unseen-firewall-table/rule.ts'

const namedCauses: readonly Rule[] = [
  clusterDnsDown,
  clusterDnsUnreachable,
  corednsNotUpdated,
  staleDnsAnswer,
  negativeDnsAnswerCached,
  externalNameIsAnAddress,
  hostAliasMissing,
  nameResolvesOnNodeOnly,
  externalNameDoesNotResolve,
  nameNotFound,
  sliceWithoutServiceLabel,
  endpointsNameMismatch,
  serviceHasNoEndpoints,
  selectorOverwritesEndpoints,
  orphanSlices,
  addressFamilyMismatch,
  fqdnSliceIgnored,
  endpointsNotReady,
  portNameMismatch,
  endpointIsAClusterIp,
  endpointAddressStale,
  addressReusedByAnother,
  headlessPortNotRemapped,
  endpointPortWrong,
  externalNameDoesNotMapPorts,
  servicePortNotServed,
  localhostIsThePod,
  podHasNoRoute,
  podGatewayDead,
  podRouteBlocks,
  podLinkDown,
  serviceCidrOverlapsTarget,
  podCidrOverlapsTarget,
  nodeFirewallDrops,
  nodeFirewallRejects,
  kubeProxyDown,
  kubeProxyStale,
  unseenFirewallTable,
  hostPortHijack,
  externalIpHijack,
  networkPolicyForgetsDns,
  networkPolicyDenies,
  masqueradeMissing,
  invalidStateDrop,
  nodeHasNoRoute,
  onlySomeNodesHaveRoute,
  nodeRouteBlocks,
  nextHopDead,
  policyRoutingCaptures,
  forwardingOff,
  reversePathFilter,
  targetDown,
  neighbourEntryWrong,
  loopbackNatWithoutRouteLocalnet,
  nodeOwnsTargetAddress,
  dockerNetworkIsolation,
  dockerNetworkInternal,
  dockerInterContainerOff,
  dockerUserDrops,
  publishedOnLoopback,
  portNotPublished,
  hostFirewallDrops,
  hostFirewallRejects,
  hostFirewallAllowsWrongSource,
  replyDropped,
  beyondThisMachine,
  listenerOnLoopback,
  listenerOnOtherAddress,
  listenerIpv6Only,
  nothingListening,
  listenerOverloaded,
  containerStopped,
  defaultGatewayMoved,
  modelAndMeasurementDisagree,
  couldNotRead,
]

/** The last one speaks only where all others are silent. */
export const allRules: readonly Rule[] = [...namedCauses, connectionEndsHere(namedCauses.map((rule) => rule.name))]
