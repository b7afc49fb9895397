// Keeps of Docker's networks and containers only what concerns the network; everything else may hold secrets.
import type { DockerFacts, DockerObject } from '../model/snapshot.ts'
import { fieldOf, isObject, type JsonObject } from './json-value.ts'

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
  const fields = [
    'Name',
    'Id',
    'Scope',
    'Driver',
    'EnableIPv4',
    'EnableIPv6',
    'IPAM',
    'Internal',
    'Containers',
    'Options',
  ]
  return { ...keep(network, fields), ...labelsOf(network) }
}

function redactContainer(container: JsonObject): DockerObject {
  return {
    ...keep(container, ['Id', 'Name', 'NetworkSettings']),
    ...inner(container, 'State', ['Status', 'Running', 'Paused', 'Restarting', 'Dead', 'OOMKilled', 'Pid', 'ExitCode']),
    ...inner(container, 'HostConfig', ['NetworkMode', 'PortBindings', 'ExtraHosts']),
    ...inner(container, 'Config', ['Image', 'ExposedPorts', 'Hostname']),
  }
}

function inner(container: JsonObject, name: string, fields: readonly string[]): JsonObject {
  const value = fieldOf(container, name)
  // A list of containers (`/containers/json`) has the state in one word.
  if (typeof value === 'string' && name === 'State') return { State: value }
  if (!isObject(value)) return {}
  return { [name]: { ...keep(value, fields), ...(name === 'Config' ? labelsOf(value) : {}) } }
}

/** Labels of the tools that make clusters; anybody may write anything into others. */
function labelsOf(object: JsonObject): JsonObject {
  const labels = fieldOf(object, 'Labels')
  if (!isObject(labels)) return {}
  const kept = Object.entries(labels).filter(([key]) => labelPrefixes.some((prefix) => key.startsWith(prefix)))
  return { Labels: Object.fromEntries(kept) }
}

const labelPrefixes = [
  'com.docker.',
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
