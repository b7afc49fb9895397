// The program that the lab's servers run: one process a listener or DNS server, started inside its own network namespace.
import { closeSync, readlinkSync, writeSync } from 'node:fs'
import type { ListenerSpec } from '../fault.ts'
import { listen } from './listen.ts'

const [role, specification = '{}'] = process.argv.slice(2)

try {
  if (role !== 'listen') throw new Error(`unknown role ${role}`)
  const spec = JSON.parse(specification) as ListenerSpec
  await listen(spec, () => report(`listener ${spec.name} ${outerPid()}`))
} catch (error) {
  report(`failed ${role} ${specification}: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}

/** To whoever raises the lab or starts this process: one line, then the channel is closed. */
function report(line: string): void {
  writeSync(3, `${line}\n`)
  closeSync(3)
}

/** The lab's processes have a pid namespace of their own; /proc is still the machine's, so it tells the pid that others see. */
function outerPid(): string {
  return readlinkSync('/proc/self')
}
