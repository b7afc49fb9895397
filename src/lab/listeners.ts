// The lab's listeners while it is up: started, replaced and stopped, and its record kept in step.
import type { ListenerSpec } from './fault.ts'
import { type LabRecord, readLab, writeLab } from './lab-record.ts'
import { listenerCommand } from './processes/server-command.ts'
import { endServer, startServer } from './processes/start-server.ts'

/** Replaces one of the same name; returns once it listens. */
export async function startListener(name: string, spec: ListenerSpec): Promise<void> {
  await stopListener(name, spec.name)
  const process = await startServer(await readLab(name), listenerCommand(spec))
  const record = await readLab(name)
  await writeLab({ ...record, listeners: [...record.listeners, { spec, process }] })
}

/** Returns once its socket is gone; nothing to do when there is none of that name. */
export async function stopListener(name: string, listener: string): Promise<void> {
  const record = await readLab(name)
  await endListener(record, listener)
  await writeLab({ ...record, listeners: record.listeners.filter((other) => other.spec.name !== listener) })
}

async function endListener(record: LabRecord, listener: string): Promise<void> {
  const found = record.listeners.find((other) => other.spec.name === listener)
  if (found !== undefined) await endServer(found.process)
}
