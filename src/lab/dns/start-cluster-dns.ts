// The practice network's cluster DNS: answers from the manifests as CoreDNS does, with its cache, its Corefile and its delay.
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { parseCorefile } from '../../parse/parse-corefile.ts'
import { parseResolvConf } from '../../parse/parse-resolv-conf.ts'
import { type ClusterRecords, clusterRecords } from './cluster-records.ts'
import type { Handler } from './dns-answer.ts'
import { type DnsOrder, type DnsStatus, serveOrders } from './dns-control.ts'
import { listenForDns } from './dns-sockets.ts'
import { type ChainSources, pluginChain } from './plugin-chain.ts'
import { readObjects } from './read-objects.ts'

export interface ClusterDnsOptions {
  /** Path of the manifests; the Corefile is in their ConfigMap kube-system/coredns. */
  readonly manifests: string
  /** Path of what the DNS pod has as /etc/resolv.conf: the node's, as its dnsPolicy is Default. */
  readonly resolvConf: string
  /** Default `0.0.0.0` and `::`, as CoreDNS listens. */
  readonly addresses?: readonly string[]
  /** Default 53. */
  readonly port?: number
  /** Path of the Unix socket that takes orders (dns-control.ts). */
  readonly control: string
  /** From the API's notice until answers follow it. Default 20. */
  readonly watchDelayMs?: number
  /** CoreDNS's log lines. Default: standard error. */
  readonly log?: (line: string) => void
  /** A clock that never goes back. Default: the machine's. */
  readonly nowMs?: () => number
}

export interface RunningDns {
  readonly close: () => Promise<void>
}

/** Rejects when the Corefile cannot be loaded, as CoreDNS ends when it starts with such a one. */
export async function startClusterDns(options: ClusterDnsOptions): Promise<RunningDns> {
  const state = await ClusterDns.load(options)
  const sockets = await listenForDns(options.addresses ?? ['0.0.0.0', '::'], options.port ?? 53, (question) =>
    state.answer(question),
  )
  const control = await serveOrders(options.control, (order) => state.carryOut(order))
  return {
    close: async () => {
      await sockets.close()
      await new Promise<void>((resolve) => control.close(() => resolve()))
    },
  }
}

class ClusterDns {
  readonly #options: ClusterDnsOptions
  #records: ClusterRecords
  #corefile: string
  #chain: Handler
  #frozen = false

  private constructor(options: ClusterDnsOptions, records: ClusterRecords, corefile: string, chain: Handler) {
    this.#options = options
    this.#records = records
    this.#corefile = corefile
    this.#chain = chain
  }

  static async load(options: ClusterDnsOptions): Promise<ClusterDns> {
    const objects = await readObjects(options.manifests)
    const records = clusterRecords(objects, unixSeconds())
    const corefile = corefileOf(objects)
    const dns: ClusterDns = new ClusterDns(
      options,
      records,
      corefile,
      await buildChain(corefile, options, () => dns.#records),
    )
    return dns
  }

  answer: Handler = (question) => this.#chain(question)

  async carryOut(order: DnsOrder): Promise<DnsStatus> {
    if (order === 'reload-objects') await this.#seeObjects()
    else if (order === 'reload-corefile')
      await this.#loadCorefile(corefileOf(await readObjects(this.#options.manifests)))
    else if (order === 'flush') await this.#loadCorefile(this.#corefile)
    else if (order === 'freeze') this.#frozen = true
    else if (order === 'thaw') {
      this.#frozen = false
      await this.#seeObjects()
    } else if (order !== 'status') throw new Error(`unknown order ${order satisfies never}`)
    return { pid: process.pid, frozen: this.#frozen, services: this.#records.services.length }
  }

  async #seeObjects(): Promise<void> {
    if (this.#frozen) return
    await sleep(this.#options.watchDelayMs ?? 20)
    this.#records = clusterRecords(await readObjects(this.#options.manifests), unixSeconds())
  }

  /** The reload plugin keeps what runs when the new Corefile is broken; a new chain has an empty cache. */
  async #loadCorefile(corefile: string): Promise<void> {
    this.#chain = await buildChain(corefile, this.#options, () => this.#records)
    this.#corefile = corefile
  }
}

async function buildChain(
  corefile: string,
  options: ClusterDnsOptions,
  records: () => ClusterRecords,
): Promise<Handler> {
  const { nameservers } = parseResolvConf(await readFile(options.resolvConf, 'utf8'))
  const sources: ChainSources = {
    records,
    nameserversIn: () => nameservers,
    nowMs: options.nowMs ?? (() => performance.now()),
    log: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
  }
  return pluginChain(parseCorefile(corefile), sources)
}

function corefileOf(objects: readonly KubernetesObject[]): string {
  const config = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name === 'coredns',
  )
  const text = (config as { data?: { Corefile?: string } } | undefined)?.data?.Corefile
  if (text === undefined) throw new Error('the manifests hold no ConfigMap kube-system/coredns with a Corefile')
  return text
}

function unixSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
