// Whether a container is called as a Service is, as Compose and people name containers.

/** `cache`, `shop-cache-1`, `cache_1` for Service cache: what Compose and people make of a name. */
export function isNamedFor(container: string, service: string): boolean {
  const words = `-${container.toLowerCase().replaceAll(/[_.]/g, '-')}-`
  return words.includes(`-${service.toLowerCase()}-`)
}
