// Puts a snapshot together from the lines of its file.
import type { Measurement, NameMeasurement } from '../../model/measurement.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { Ruleset } from '../../model/ruleset.ts'
import type { DockerFacts, KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { InputError } from '../../schema/input-error.ts'
import type { SnapshotLine } from '../../schema/snapshot-line-schema.ts'

type Header = Pick<
  Snapshot,
  'apiVersion' | 'kind' | 'version' | 'takenAt' | 'clusterDomain' | 'podCidrs' | 'serviceCidrs' | 'clients' | 'gaps'
>
type Writable<T> = { -readonly [Field in keyof T]: T[Field] }
type FactsLine = Extract<SnapshotLine, { line: 'facts' }>

export class SnapshotAssembly {
  readonly #file: string
  readonly #header: Header
  readonly #namespaces = new Map<string, Writable<Namespace>>()
  readonly #rulesets = new Map<string, Ruleset>()
  readonly #sysctls = new Map<string, Readonly<Record<string, string>>>()
  readonly #kubernetes: KubernetesObject[] = []
  readonly #measurements: Measurement[] = []
  readonly #nameMeasurements: NameMeasurement[] = []
  #docker: DockerFacts | null = null
  #lines: number | null = null

  constructor(header: Header, file: string) {
    this.#file = file
    this.#header = header
  }

  /** Throws InputError when the line does not fit those before it. */
  take(line: SnapshotLine, number: number): void {
    if (this.#lines !== null) throw this.#fault(number, null, 'expected nothing after the end')
    switch (line.line) {
      case 'namespace':
        if (this.#namespaces.has(line.name))
          throw this.#fault(number, 'name', `expected a name of its own, found ${JSON.stringify(line.name)} again`)
        this.#namespaces.set(line.name, emptyNamespace(line))
        return
      case 'content':
        if (line.group === 'ruleset') this.#rulesets.set(line.hash, line.value)
        else this.#sysctls.set(line.hash, line.value)
        return
      case 'facts':
        this.#takeFacts(line, number)
        return
      case 'kubernetes':
        this.#kubernetes.push(line.object as KubernetesObject)
        return
      case 'docker':
        this.#docker = { networks: line.networks, containers: line.containers }
        return
      case 'measurement':
        this.#measurements.push(line.measurement)
        return
      case 'name-measurement':
        this.#nameMeasurements.push(line.measurement)
        return
      case 'end':
        if (line.lines !== number)
          throw this.#fault(number, 'lines', `expected ${number}, the number of this line, found ${line.lines}`)
        this.#lines = number
        return
      default:
        throw new Error(`unknown line ${JSON.stringify(line satisfies never)}`)
    }
  }

  snapshot(lastLine: number): Snapshot {
    if (this.#lines === null)
      throw this.#fault(lastLine, null, 'expected the line that ends a snapshot after this one: the file was cut short')
    return {
      ...this.#header,
      namespaces: [...this.#namespaces.values()],
      kubernetes: this.#kubernetes,
      docker: this.#docker,
      measurements: this.#measurements,
      nameMeasurements: this.#nameMeasurements,
    }
  }

  #takeFacts(line: FactsLine, number: number): void {
    const namespace = this.#namespaces.get(line.namespace)
    if (namespace === undefined)
      throw this.#fault(
        number,
        'namespace',
        `expected a namespace of an earlier line, found ${JSON.stringify(line.namespace)}`,
      )
    const stored = <Content>(contents: ReadonlyMap<string, Content>, hash: string): Content => {
      const content = contents.get(hash)
      if (content !== undefined) return content
      throw this.#fault(number, 'content', `expected the hash of an earlier line, found ${hash}`)
    }
    switch (line.group) {
      case 'rulesets':
        namespace.rulesets = line.contents.map((hash) => stored(this.#rulesets, hash))
        return
      case 'sysctls':
        namespace.sysctls = stored(this.#sysctls, line.content)
        return
      default:
        Object.assign(namespace, { [line.group]: line.facts })
    }
  }

  #fault(line: number, field: string | null, expected: string): InputError {
    return new InputError({ file: this.#file, line, field, expected })
  }
}

function emptyNamespace(line: Extract<SnapshotLine, { line: 'namespace' }>): Writable<Namespace> {
  const { name, role, node, resolvConf, hosts } = line
  const none = {
    links: [],
    routes: [],
    policyRules: [],
    neighbours: [],
    forwarding: [],
    rulesets: [],
    sockets: [],
    unread: [],
  }
  return { name, role, node, resolvConf, hosts, sysctls: {}, ...none }
}
