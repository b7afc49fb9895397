// What one NAT statement allows a packet's address and port to become.
export interface NatRange {
  /** Null: the address stays. */
  readonly address: { readonly from: string; readonly to: string } | null
  /** Null: the port stays where it can. */
  readonly ports: { readonly from: number; readonly to: number } | null
  /** NF_NAT_RANGE_PROTO_RANDOM, NF_NAT_RANGE_PROTO_RANDOM_FULLY. */
  readonly randomPort: boolean
  /** NF_NAT_RANGE_PERSISTENT: one client has one address, whatever it talks to. */
  readonly persistent: boolean
}
