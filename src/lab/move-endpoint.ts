// Points a Service of the practice network at another address, in its EndpointSlice.
import type { LabControl } from './fault.ts'

export async function moveEndpoint(lab: LabControl, service: string, address: string): Promise<void> {
  const objects = await lab.readObjects()
  await lab.writeObjects(
    objects.map((object) =>
      object.kind === 'EndpointSlice' && object.metadata.name === `${service}-1`
        ? { ...object, endpoints: [{ addresses: [address], conditions: { ready: true } }] }
        : object,
    ),
  )
}
