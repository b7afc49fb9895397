// Corrects one address in the object that gives a Service its endpoints.
import type { Fix } from '../model/finding.ts'
import type { EndpointsObject } from '../trace/services/service-objects.ts'
import { objectName } from './wired-service.ts'

export function putInSlice({ object }: EndpointsObject, from: string, to: string): Fix {
  return {
    title: `Put ${to} in the slice`,
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'kubernetes',
        verb: 'patch',
        object: objectName(object),
        body: { endpoints: correctedEndpoints(object.endpoints, from, to) },
      },
    ],
  }
}

function correctedEndpoints(endpoints: unknown, from: string, to: string): unknown[] {
  return (Array.isArray(endpoints) ? endpoints : []).map((endpoint: { addresses?: readonly string[] }) => ({
    ...endpoint,
    addresses: (endpoint.addresses ?? []).map((address) => (address === from ? to : address)),
  }))
}
