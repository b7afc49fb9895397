// Sorts requests by the namespace that they are made from, each with its place in the whole.

export interface Placed<Request> {
  readonly index: number
  readonly request: Request
}

export function groupByClient<Request extends { readonly from: string }>(
  requests: readonly Request[],
): Map<string, Placed<Request>[]> {
  const clients = new Map<string, Placed<Request>[]>()
  for (const [index, request] of requests.entries()) {
    const placed = clients.get(request.from) ?? []
    placed.push({ index, request })
    clients.set(request.from, placed)
  }
  return clients
}
