// Whether a container is called as a Service is, as Compose and people name containers.

/** `cache`, `shop-cache-1`, `cache_1` for Service cache: what Compose and people make of a name. */
export function isNamedFor(container: string, service: string): boolean {
  const words = `-${container.toLowerCase().replaceAll(/[_.]/g, '-')}-`
  return words.includes(`-${service.toLowerCase()}-`)
}

/** To the letter, or as Compose makes it: `cache`, `shop-cache`, `project-cache-1`. A `cache-exporter` is another thing. */
export function isCalled(container: string, service: { readonly namespace: string; readonly name: string }): boolean {
  const name = container.toLowerCase().replaceAll(/[_.]/g, '-')
  const wanted = service.name.toLowerCase()
  const counted = name.replace(/-\d+$/, '')
  return (
    name === wanted ||
    name === `${service.namespace}-${wanted}` ||
    (counted !== name && `-${counted}`.endsWith(`-${wanted}`))
  )
}
