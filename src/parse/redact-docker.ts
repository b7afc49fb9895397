// Keeps of Docker's networks and containers only what concerns the network; everything else may hold secrets.
import type { DockerFacts, DockerObject } from '../model/snapshot.ts'
import { fieldOf, isObject, type JsonObject, objectOf } from './json-value.ts'

/** Networks and containers as the Engine's API inspects them. */
export function redactDocker(docker: {
  readonly networks: readonly unknown[]
  readonly containers: readonly unknown[]
}): DockerFacts {
  return {
    networks: docker.networks.filter(isObject).map(redactNetwork),
    containers: docker.containers.filter(isObject).map(redactContainer),
  }
}

function redactNetwork(network: JsonObject): DockerObject {
  return {
    ...keep(network, NETWORK_FIELDS),
    ...inner(network, 'IPAM', ['Driver', 'Config']),
    ...optionsOf(network),
    ...labelsOf(network),
  }
}

function redactContainer(container: JsonObject): DockerObject {
  return {
    ...keep(container, ['Id', 'Name', 'Created']),
    ...inner(container, 'State', STATE_FIELDS),
    ...inner(container, 'HostConfig', HOST_CONFIG_FIELDS),
    ...networkSettingsOf(container),
    ...inner(container, 'Config', ['Image', 'ExposedPorts', 'Hostname', 'Domainname']),
  }
}

const NETWORK_FIELDS = [
  ...['Name', 'Id', 'Created', 'Scope', 'Driver', 'EnableIPv4', 'EnableIPv6', 'Internal', 'Containers'],
  // podman's word for the bridge.
  'NetworkInterface',
]
const STATE_FIELDS = [
  ...['Status', 'Running', 'Paused', 'Restarting', 'Dead', 'OOMKilled', 'Pid', 'ExitCode'],
  ...['StartedAt', 'FinishedAt'],
]
const HOST_CONFIG_FIELDS = [
  ...['NetworkMode', 'PidMode', 'PortBindings', 'PublishAllPorts', 'Links'],
  ...['ExtraHosts', 'Dns', 'DnsOptions', 'DnsSearch'],
]
const NETWORK_SETTINGS_FIELDS = [
  ...['Bridge', 'SandboxKey', 'HairpinMode', 'Ports', 'Gateway', 'IPAddress', 'IPPrefixLen'],
  ...['IPv6Gateway', 'GlobalIPv6Address', 'GlobalIPv6PrefixLen', 'MacAddress'],
]

/** Options for a network's driver may be a plugin's. */
function networkSettingsOf(container: JsonObject): JsonObject {
  const settings = fieldOf(container, 'NetworkSettings')
  if (!isObject(settings)) return {}
  const networks = Object.entries(objectOf(settings, 'Networks')).map(([name, entry]) => {
    const fields = isObject(entry) ? Object.entries(entry).filter(([key]) => key !== 'DriverOpts') : []
    return [name, Object.fromEntries(fields)]
  })
  return { NetworkSettings: { ...keep(settings, NETWORK_SETTINGS_FIELDS), Networks: Object.fromEntries(networks) } }
}

function inner(container: JsonObject, name: string, fields: readonly string[]): JsonObject {
  const value = fieldOf(container, name)
  // A list of containers (`/containers/json`) has the state in one word.
  if (typeof value === 'string' && name === 'State') return { State: value }
  if (!isObject(value)) return {}
  return { [name]: { ...keep(value, fields), ...(name === 'Config' ? labelsOf(value) : {}) } }
}

/** Of Docker's own drivers and of podman's; those of plugins may hold what opens a store of keys. */
function optionsOf(network: JsonObject): JsonObject {
  const options = fieldOf(network, 'Options')
  if (!isObject(options)) return {}
  const plain = ['parent', 'macvlan_mode', 'ipvlan_mode', 'mode', 'isolate', 'mtu', 'vlan', 'vrf', 'metric']
  const kept = Object.entries(options).filter(([key]) => key.startsWith('com.docker.') || plain.includes(key))
  return { Options: Object.fromEntries(kept) }
}

/** Labels of the tools that make clusters; anybody may write anything into others. */
function labelsOf(object: JsonObject): JsonObject {
  const labels = fieldOf(object, 'Labels')
  if (!isObject(labels)) return {}
  const kept = Object.entries(labels).filter(
    ([key, value]) => labelPrefixes.some((prefix) => key.startsWith(prefix)) || (key === 'app' && value === 'k3d'),
  )
  return { Labels: Object.fromEntries(kept) }
}

const labelPrefixes = [
  'com.docker.',
  'dev.fairlead.',
  'io.x-k8s.',
  'k3d.',
  'created_by.minikube.',
  'name.minikube.',
  'mode.minikube.',
  'role.minikube.',
]

function keep(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => fields.includes(key)))
}
