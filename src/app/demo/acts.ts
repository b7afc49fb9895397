// What the demo shows: the famous failures in chapters, each a fault of the practice network.

export interface Chapter {
  /** As people search for it. */
  readonly title: string
  readonly opening: string
  readonly acts: readonly Act[]
  /** What to remember of the chapter; empty for none. */
  readonly closing: string
}

export interface Act {
  /** Name of the fault. */
  readonly fault: string
  readonly title: string
  /** What the client dials once it is mended, when that is not what it dialled before. */
  readonly dialsThen?: string
}

export const chapters: readonly Chapter[] = [
  {
    title: 'Connection refused',
    opening:
      'The packet arrives, and the kernel there answers that nobody listens on that address and port. The way is in order; look at its end.',
    acts: [
      { fault: 'listener-on-loopback', title: 'The service listens on 127.0.0.1 only' },
      {
        fault: 'localhost-is-the-pod',
        title: 'The client dials localhost, which is the pod itself',
        dialsThen: 'db:5432',
      },
    ],
    closing: '',
  },
  {
    title: 'No route to host',
    opening:
      'What a client is told depends on what is missing on the node: a missing route, a dead gateway and a wrong gateway look like three different problems.',
    acts: [
      { fault: 'node-has-no-route', title: 'The node has no route at all' },
      { fault: 'next-hop-dead', title: 'The route leads to a gateway that nobody has' },
      { fault: 'default-gateway-moved', title: 'The default route leads to a machine that forwards nothing' },
    ],
    closing:
      '"No route to host" (EHOSTUNREACH) is what the kernel says after about three seconds when a gateway or the target itself does not answer ARP, and at once when a firewall rejects with host-unreachable, host-prohibited or admin-prohibited (firewalld does) or a node has an unreachable or prohibit route. A missing route is "Network is unreachable" (ENETUNREACH). A gateway that drops is silence.',
  },
  {
    title: 'DNS resolution failure',
    opening:
      'A headless Service has no address of its own: its name gives the addresses of its endpoints, and every mistake in them looks like a name that does not exist.',
    acts: [
      { fault: 'slice-without-service-label', title: 'The EndpointSlice lacks its label' },
      { fault: 'slice-for-absent-service', title: 'The EndpointSlice names another Service' },
      { fault: 'endpoints-not-ready', title: 'The endpoints are not ready' },
      { fault: 'stale-dns-answer', title: 'Cluster DNS still gives yesterday’s address' },
    ],
    closing: '',
  },
  {
    title: 'ExternalName and host.docker.internal',
    opening:
      'Docker Desktop makes up this name. On Linux nobody does, so a Service that points at it resolves to a name that does not exist.',
    acts: [{ fault: 'host-alias-missing', title: 'The ExternalName points at host.docker.internal, on Linux' }],
    closing: '',
  },
]
