// The program of the lab's servers: one process a listener or DNS server, started inside its own network namespace.
import { closeSync, readlinkSync, writeSync } from 'node:fs'
import type { ClusterDnsOptions } from '../dns/start-cluster-dns.ts'
import type { UpstreamDnsOptions } from '../dns/start-upstream-dns.ts'
import type { ListenerSpec } from '../fault.ts'

/** What it is started as, and with what: its two arguments, the second as JSON. */
export type LabProgram =
  | { readonly role: 'listen'; readonly options: ListenerSpec }
  | { readonly role: 'cluster-dns'; readonly options: ClusterDnsOptions }
  | { readonly role: 'upstream-dns'; readonly options: UpstreamDnsOptions }
  /** Ends when it has its answer, and prints the answer's code. */
  | {
      readonly role: 'ask'
      readonly options: { readonly address: string; readonly name: string; readonly type: string }
    }

const [role, text = '{}'] = process.argv.slice(2)

try {
  await start({ role, options: JSON.parse(text) } as LabProgram)
} catch (error) {
  const line = `failed ${role} ${text} ${error instanceof Error ? error.message : error}`
  console.error(line)
  if (role !== 'ask') report(line)
  process.exit(1)
}

async function start(program: LabProgram): Promise<void> {
  switch (program.role) {
    case 'listen': {
      const { listen } = await import('./listen.ts')
      return listen(program.options, () => report(`listener ${program.options.name}`))
    }
    case 'cluster-dns': {
      process.title = 'coredns'
      const { startClusterDns } = await import('../dns/start-cluster-dns.ts')
      await startClusterDns(program.options)
      return report('dns cluster')
    }
    case 'upstream-dns': {
      // The resolver of a Docker network is part of the Engine.
      process.title = 'dockerd'
      const { startUpstreamDns } = await import('../dns/start-upstream-dns.ts')
      await startUpstreamDns(program.options)
      return report('dns upstream')
    }
    case 'ask': {
      const { exchange } = await import('../dns/exchange.ts')
      const { address, name, type } = program.options
      console.log((await exchange({ address, port: 53 }, { name, type }, 2000)).rcode)
      return
    }
    default:
      throw new Error(`unknown role ${JSON.stringify(program satisfies never)}`)
  }
}

/** To whoever raises the lab or starts this process: one line, then the channel is closed. The lab's processes have a pid namespace of
 *  their own; /proc is still the machine's, so it tells the pid that others see. */
function report(line: string): void {
  writeSync(3, `${line} ${readlinkSync('/proc/self')}\n`)
  closeSync(3)
}
